import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { LOOPBACK } from '@smart-cradle/local/context';
import { type PortName, planPorts, takenPorts } from '@smart-cradle/local/ports';
import type { TestProject } from 'vitest/node';
import { recordMessages } from './message-log.ts';
import { OUTPUT, PARTS, readyFile } from './output.ts';
import type { StartLine } from './start-line.ts';
import { SUITE } from './suites.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    start: StartLine;
    /** The file that every MQTT message of the run is written to. */
    messages: string;
    /** Process id of the launcher. */
    launcher: number;
  }
}

const root = fileURLToPath(new URL('../..', import.meta.url));

/** One round of the scenario in half its time; the rules' clock runs as fast. */
const SPEED = 2;
/** Where ports for a run are looked for, so that a second run beside it finds others. */
const PORT_BASES = Array.from({ length: 40 }, (_, index) => 27_100 + index * 20);

/** What a house has besides a cradle: a media player, made of helpers since there is no loudspeaker. */
const HOUSE = `
media_player:
  - platform: universal
    name: Nursery speaker
    state_template: "{{ states('input_select.nursery_speaker') }}"
    attributes:
      volume_level: input_number.nursery_speaker_volume
    commands:
      volume_set:
        action: input_number.set_value
        target: { entity_id: input_number.nursery_speaker_volume }
        data: { value: "{{ volume_level }}" }
      play_media:
        action: script.nursery_speaker_play
        data: { media: "{{ media_content_id }}" }
      media_stop:
        action: input_select.select_option
        target: { entity_id: input_select.nursery_speaker }
        data: { option: idle }
script:
  nursery_speaker_play:
    sequence:
      - action: input_text.set_value
        target: { entity_id: input_text.nursery_speaker_media }
        data: { value: "{{ media }}" }
      - action: input_select.select_option
        target: { entity_id: input_select.nursery_speaker }
        data: { option: playing }
input_select:
  nursery_speaker: { options: [idle, playing] }
input_number:
  nursery_speaker_volume: { min: 0, max: 1, step: 0.01, mode: box }
input_text:
  nursery_speaker_media: { max: 200 }
`;

async function freePortBase(): Promise<number> {
  for (const base of PORT_BASES) {
    const ports = planPorts(base);
    const taken = await takenPorts(ports, Object.keys(ports) as PortName[], () => LOOPBACK);
    if (taken.length === 0) return base;
  }
  throw new Error(`no free ports from ${PORT_BASES[0]} on`);
}

async function startLine(launcher: ChildProcess): Promise<StartLine> {
  if (!launcher.stdout) throw new Error('the launcher has no standard output');
  const lines = createInterface({ input: launcher.stdout });
  for await (const line of lines) {
    if (line.startsWith('{')) return JSON.parse(line) as StartLine;
  }
  throw new Error(`the stack did not start; see ${join(OUTPUT, 'start.log')}`);
}

/** Brings the whole stack up as a user would, once for all files of a suite, and takes it down again. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const data = join(OUTPUT, 'data');
  for (const folder of [data, PARTS]) mkdirSync(folder, { recursive: true });
  // Homes of earlier runs go; what was installed stays.
  for (const part of ['home-assistant', 'node-red', 'influxdb', 'mosquitto', 'agent', 'simulator', 'logs']) {
    rmSync(join(data, part), { recursive: true, force: true });
  }
  rmSync(join(data, 'parts'), { force: true });
  symlinkSync(PARTS, join(data, 'parts'));
  const packages = join(data, 'home-assistant', 'packages');
  mkdirSync(packages, { recursive: true });
  writeFileSync(join(packages, 'house.yaml'), HOUSE);
  const launcher = spawn(
    process.execPath,
    [
      join(root, 'local/src/main.ts'),
      '--json',
      '--data',
      data,
      '--port-base',
      String(await freePortBase()),
      '--speed',
      String(SPEED),
      '--language',
      'en',
    ],
    { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const log = createWriteStream(join(OUTPUT, 'start.log'));
  launcher.stderr.pipe(log);
  const ended = new Promise<void>((resolve) => launcher.once('exit', () => resolve()));
  const start = await startLine(launcher);
  const recording = await recordMessages(start.mqtt, join(OUTPUT, 'messages.ndjson'));
  project.provide('start', start);
  project.provide('messages', recording.file);
  project.provide('launcher', launcher.pid ?? 0);
  writeFileSync(readyFile(SUITE), '');
  return async () => {
    await recording.stop();
    launcher.kill('SIGTERM');
    await ended;
  };
}
