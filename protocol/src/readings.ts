import { z } from 'zod';
import { DIRECTION_STATES, DIRECTION_TEXTS, type DirectionState, directionOfText } from './direction.ts';
import { TEMPERATURE_RANGE } from './temperature.ts';

export { ON_BABY_TEMPERATURE, TEMPERATURE_RANGE } from './temperature.ts';

/** The agent's local time, `YYYY-MM-DD HH:MM:SS`. For people and history: durations are measured by arrival. */
const timestamp = z.string().max(40).optional();
/** Milliseconds since 1970 UTC. */
const time = z.number().optional();
/** Says that the reading does not come from a real baby. */
const simulated = z.boolean().optional();

/** What the lids of a face that is seen well are. */
export const EYE_STATES = ['open', 'closed'] as const;
export type EyeState = (typeof EYE_STATES)[number];

const degrees = z.number().min(TEMPERATURE_RANGE.min).max(TEMPERATURE_RANGE.max);

/** `{"temperature":"36.5"}`: a string with one decimal, °C. A number is taken too. */
export const temperatureMessage = z.looseObject({
  temperature: z.union([
    degrees,
    z
      .string()
      .trim()
      .regex(/^-?\d{1,3}(\.\d+)?$/, 'must be a number in a string, such as "36.5"')
      .transform(Number)
      .pipe(degrees),
  ]),
  /** False: it has been too cold for long to lie on the baby. */
  on_baby: z.boolean().optional(),
  timestamp,
  time,
  simulated,
});

export const directionMessage = z
  .looseObject({
    /** The original's text; one of {@link DIRECTION_TEXTS}. */
    direction: z.string().max(100),
    state: z.enum(DIRECTION_STATES).optional(),
    /** Nose tip minus mean of the eyes, in image widths. */
    dx: z.number().nullish(),
    /** The same along the line of the eyes, in eye distances. */
    offset: z.number().nullish(),
    /** Degrees. */
    yaw: z.number().nullish(),
    pitch: z.number().nullish(),
    roll: z.number().nullish(),
    /** Null where the face does not show its lids. */
    eyes: z.enum(EYE_STATES).nullish(),
    timestamp,
    time,
    simulated,
  })
  .transform((message, context) => {
    const state = message.state ?? directionOfText(message.direction);
    if (state) return { ...message, state };
    context.addIssue({
      code: 'custom',
      path: ['direction'],
      message: `must be one of ${Object.values(DIRECTION_TEXTS).join(', ')}`,
    });
    return z.NEVER;
  });

export const cryingMessage = z.looseObject({
  status: z.enum(['Crying', 'Silent']),
  probability: z.number().min(0).max(1).optional(),
  /** dBFS. */
  level: z.number().max(0).nullish(),
  timestamp,
  time,
  simulated,
});

export const frameMessage = z.looseObject({
  /** A JPEG in base64. */
  frame: z
    .string()
    .min(4)
    .max(4_000_000)
    .regex(/^[A-Za-z0-9+/=\r\n]+$/, 'must be base64'),
  timestamp,
  time,
  simulated,
});

export type TemperatureMessage = z.output<typeof temperatureMessage>;
export type DirectionMessage = z.output<typeof directionMessage>;
export type CryingMessage = z.output<typeof cryingMessage>;
export type FrameMessage = z.output<typeof frameMessage>;

/** Local time as the original writes it: `2025-10-03 12:34:56`. */
export function formatTimestamp(date: Date): string {
  const two = (n: number) => String(n).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

interface Stamp {
  date: Date;
  simulated: boolean;
}

function stamp({ date, simulated }: Stamp) {
  return { timestamp: formatTimestamp(date), time: date.getTime(), ...(simulated ? { simulated } : {}) };
}

export interface TemperatureReading {
  /** °C, within {@link TEMPERATURE_RANGE}. */
  celsius: number;
  /** False: it has been too cold for long to lie on the baby. */
  onBaby: boolean;
}

export function encodeTemperature({ celsius, onBaby }: TemperatureReading, at: Stamp): string {
  return JSON.stringify({ temperature: celsius.toFixed(1), on_baby: onBaby, ...stamp(at) });
}

export interface DirectionReading {
  state: DirectionState;
  dx: number | null;
  offset: number | null;
  yaw: number | null;
  pitch: number | null;
  roll: number | null;
  eyes?: EyeState | null;
}

export function encodeDirection(reading: DirectionReading, at: Stamp): string {
  const round = (value: number | null, digits: number) => value && Number(value.toFixed(digits));
  return JSON.stringify({
    direction: DIRECTION_TEXTS[reading.state],
    state: reading.state,
    dx: round(reading.dx, 4),
    offset: round(reading.offset, 3),
    yaw: round(reading.yaw, 1),
    pitch: round(reading.pitch, 1),
    roll: round(reading.roll, 1),
    ...(reading.eyes === undefined ? {} : { eyes: reading.eyes }),
    ...stamp(at),
  });
}

/** @param probability 0 to 1; @param level dBFS. */
export function encodeCrying(crying: boolean, probability: number, level: number, at: Stamp): string {
  return JSON.stringify({
    status: crying ? 'Crying' : 'Silent',
    probability: Number(probability.toFixed(3)),
    level: Number(level.toFixed(1)),
    ...stamp(at),
  });
}

export function encodeFrame(jpeg: Uint8Array, at: Stamp): string {
  return JSON.stringify({ frame: Buffer.from(jpeg).toString('base64'), ...stamp(at) });
}
