import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Context } from '../context.ts';
import type { Source } from '../options.ts';
import { untilTrue } from '../waiting.ts';

/** One clock for all programs of the simulation. */
export interface Simulation {
  scenario: string;
  speed: number;
  /** ISO 8601, UTC. */
  startedAt: string;
}

export function simulationOf(source: Source, now: Date): Simulation | undefined {
  if (source.kind !== 'simulated') return undefined;
  return { scenario: source.scenario, speed: source.speed, startedAt: now.toISOString() };
}

const MAIN = join(import.meta.dirname, '..', '..', '..', 'agent', 'src', 'simulator', 'arduino-main.ts');

/** Where the simulated Arduino's serial port is; real devices have one of their own. */
export function simulatedPort({ options, path }: Context): string | undefined {
  return options.source.kind === 'devices' ? undefined : path('simulator', 'ttyACM0');
}

/** The simulated Arduino: thermometer and motor behind a pty, outside of the agent as a real one is. */
export async function startArduino(context: Context, simulation: Simulation | undefined): Promise<void> {
  const { options, supervisor, path } = context;
  const port = simulatedPort(context);
  if (!port) return;
  mkdirSync(path('simulator'), { recursive: true });
  rmSync(port, { force: true });
  const played =
    options.source.kind === 'recording'
      ? ['--folder', options.source.folder]
      : simulation
        ? [
            '--scenario',
            simulation.scenario,
            '--started-at',
            simulation.startedAt,
            '--speed',
            String(simulation.speed),
          ]
        : [];
  await supervisor.start({
    part: 'arduino',
    title: 'Simulated Arduino',
    command: process.execPath,
    args: [MAIN, '--link', port, ...played],
    ready: (ended) => untilTrue(async () => existsSync(port), ended),
    readyLimit: 20_000,
    stopLimit: 3000,
  });
}
