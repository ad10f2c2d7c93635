import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { explainIssues } from '@smart-cradle/protocol/parse-message';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Truth } from './truth.ts';

const angle = z.number().min(-90).max(90);
const part = z.number().min(0).max(1);

/** What may be said of the bed; what is left out is as before. */
const changes = z.strictObject({
  yaw: angle.optional().meta({ description: "Degrees; positive: to the baby's own left" }),
  pitch: angle.optional().meta({ description: 'Degrees; positive: the chin towards the chest' }),
  roll: z.number().min(-180).max(180).optional().meta({ description: 'Degrees, clockwise in the picture' }),
  faceVisible: z.boolean().optional(),
  occupied: z.boolean().optional(),
  eyesOpen: z.boolean().optional(),
  motion: part.optional().meta({ description: '0 (still) to 1 (kicking)' }),
  light: part.optional().meta({ description: '0 (dark) to 1 (day)' }),
  voice: z.enum(['silent', 'fussing', 'crying']).optional(),
  temperature: z.number().min(20).max(43).optional().meta({ description: '°C' }),
  cameraConnected: z.boolean().optional(),
  microphoneConnected: z.boolean().optional(),
  serialConnected: z.boolean().optional(),
});

const event = z.strictObject({
  at: z.number().min(0).meta({ description: 'Seconds from the beginning of the round' }),
  for: z.number().positive().meta({ description: 'Seconds that it lasts' }),
  what: z.string().optional().meta({ description: 'In words, for the reader' }),
  set: changes,
});

/** A scenario: how the bed is, and what happens in it for a while, over and over. Times in seconds. */
export const scenarioSchema = z
  .strictObject({
    length: z.number().positive().meta({ description: 'Seconds of one round' }),
    always: changes.prefault({}),
    events: z.array(event),
  })
  .superRefine(({ length, events }, context) => {
    for (const [index, { at, for: lasts }] of events.entries()) {
      if (at + lasts > length) {
        context.addIssue({
          code: 'custom',
          path: ['events', index, 'for'],
          message: `must end within the round of ${length} s`,
        });
      }
    }
  });

export type Scenario = z.output<typeof scenarioSchema>;

/** A healthy baby asleep by day, on its back. */
export const ASLEEP: Truth = {
  yaw: 0,
  pitch: 0,
  roll: 0,
  faceVisible: true,
  occupied: true,
  eyesOpen: false,
  motion: 0.05,
  light: 0.8,
  voice: 'silent',
  temperature: 36.6,
  cameraConnected: true,
  microphoneConnected: true,
  serialConnected: true,
};

/** Seconds that a change takes: a head is turned, a skin warms, a light is dimmed. All else is at once. */
const EASE = { yaw: 0.8, pitch: 0.8, roll: 0.8, motion: 0.5, light: 0.5, temperature: 1.5 } as const;
const EASED = Object.keys(EASE) as (keyof typeof EASE)[];

/** How the bed is, `seconds` after the scenario began. */
export function truthAt(scenario: Scenario, seconds: number): Truth {
  const time = ((seconds % scenario.length) + scenario.length) % scenario.length;
  const truth = { ...statedAt(scenario, time) };
  for (const key of EASED) {
    const began = lastChange(scenario, key, time);
    if (began === undefined || time - began >= EASE[key]) continue;
    const before = statedAt(scenario, began - 1e-6)[key];
    truth[key] = before + (truth[key] - before) * smoothstep((time - began) / EASE[key]);
  }
  return truth;
}

/** What the scenario says, without the time that a change takes. A later event of the list wins. */
function statedAt({ always, events }: Scenario, time: number): Truth {
  const active = events.filter(({ at, for: lasts }) => time >= at && time < at + lasts);
  return Object.assign({ ...ASLEEP, ...always }, ...active.map(({ set }) => set));
}

/** When, up to `time`, an event that speaks of this began or ended. */
function lastChange({ events }: Scenario, key: keyof Truth, time: number): number | undefined {
  const times = events
    .filter(({ set }) => set[key] !== undefined)
    .flatMap(({ at, for: lasts }) => [at, at + lasts])
    .filter((at) => at <= time);
  return times.length > 0 ? Math.max(...times) : undefined;
}

function smoothstep(part: number): number {
  return part * part * (3 - 2 * part);
}

export const DEFAULT_SCENARIO = fileURLToPath(new URL('./default-scenario.yaml', import.meta.url));

/** @throws Error that names the file, the field and what is allowed. */
export function parseScenario(text: string, name: string): Scenario {
  let input: unknown;
  try {
    input = parse(text);
  } catch (error) {
    throw new Error(`${name}: ${error instanceof Error ? error.message : error}`);
  }
  const result = scenarioSchema.safeParse(input);
  if (!result.success) throw new Error(`${name}: ${explainIssues(result.error, input)}`);
  return result.data;
}

export function loadScenario(file: string = DEFAULT_SCENARIO): Scenario {
  return parseScenario(readFileSync(file, 'utf8'), file);
}
