import { z } from 'zod';
import { ALERT_EVENTS, ALERT_STATES, ALERT_TYPES, type AlertType } from './alerts.ts';
import { OFFLINE_REASONS } from './availability.ts';
import { careCommands } from './care.ts';
import { recipientCommands } from './recipients.ts';
import { soothingCommands } from './soothing.ts';

/** Plain payloads of `availability`. */
export const availabilityMessage = z.enum(['online', 'offline']);
export type Availability = z.output<typeof availabilityMessage>;

/** `occupied`, plain: whether somebody lies in the bed. */
export const occupiedMessage = z.enum(['ON', 'OFF', 'unknown']);
export type Occupied = z.output<typeof occupiedMessage>;

const instant = z.iso.datetime({ offset: true });

/** `availability/{part}`. */
export const partAvailabilityMessage = z.looseObject({
  state: availabilityMessage,
  reason: z.enum(OFFLINE_REASONS).nullable(),
  since: instant,
  /** What its program or the system had to say, in their own words; left out when they said nothing. */
  detail: z.string().max(400).optional(),
});
export type PartAvailability = z.output<typeof partAvailabilityMessage>;

/** `servo`. A retained one is refused whatever it says. */
export const servoMessage = z.looseObject({
  action: z.enum(['start', 'stop']),
  /** Strength, 1 to 4; firmware that knows only on and off ignores it. */
  level: z.int().min(1).max(4).optional(),
  /** How long, at most the longest run of the settings. */
  minutes: z.number().positive().max(60).optional(),
  by: z.string().max(100).optional(),
});
export type ServoMessage = z.output<typeof servoMessage>;

/** `servo/state`: what the device does, not what was asked. */
export const servoStateMessage = z.looseObject({
  state: z.enum(['on', 'off']),
  level: z.int().min(1).max(4).nullable(),
  since: instant,
  ends_at: instant.nullable(),
  by: z.string().nullable(),
});
export type ServoState = z.output<typeof servoStateMessage>;

const alertType = z.enum(ALERT_TYPES as [AlertType, ...AlertType[]]);

/** `alert/{type}`. Times are ISO 8601 UTC. */
export const alertMessage = z.looseObject({
  type: alertType,
  category: z.enum(['care', 'technical']),
  severity: z.enum(['wake', 'quiet']),
  state: z.enum(ALERT_STATES),
  message: z.string(),
  /** When the condition began. */
  since: instant.nullable(),
  /** When it was raised. */
  created_at: instant.nullable(),
  is_resolved: z.boolean(),
  resolved_at: instant.nullable(),
  acknowledged_by: z.string().nullable(),
  snoozed_until: instant.nullable(),
  blocked_until: instant.nullable(),
  /** What was measured when it was raised: °C, a direction, a probability, or the lost parts. */
  value: z.union([z.number(), z.string(), z.null()]),
  simulated: z.boolean().optional(),
  /** Milliseconds since 1970 UTC of this transition. */
  time: z.number(),
});
export type AlertMessage = z.output<typeof alertMessage>;

/** `monitoring`: `paused` while a parent has the baby; armed again by itself at `until`. */
export const monitoringMessage = z.looseObject({
  state: z.enum(['on', 'paused']),
  until: instant.nullable(),
  by: z.string().nullable(),
});
export type Monitoring = z.output<typeof monitoringMessage>;

/** `event`, for Home Assistant's event entity. */
export const eventMessage = z.looseObject({
  event_type: z.enum(ALERT_EVENTS),
  type: z.union([alertType, z.null()]),
  message: z.string(),
  /** Seconds since the condition began. */
  duration: z.number().nullable(),
  by: z.string().nullable(),
});
export type EventMessage = z.output<typeof eventMessage>;

const by = z.string().max(100).optional();
const minutes = (max: number) => z.number().positive().max(max).optional();

/** `command`: what anybody in the house may ask; untrusted. */
export const commandMessage = z.discriminatedUnion('action', [
  z.looseObject({ action: z.literal('acknowledge'), type: alertType.optional(), by }),
  z.looseObject({ action: z.literal('snooze'), type: alertType.optional(), minutes: minutes(120), by }),
  z.looseObject({ action: z.literal('resolve'), type: alertType, by }),
  z.looseObject({ action: z.literal('test_alarm'), by }),
  z.looseObject({ action: z.literal('pause'), minutes: minutes(240), by }),
  z.looseObject({ action: z.literal('resume'), by }),
  z.looseObject({ action: z.literal('forget'), by }),
  ...recipientCommands,
  ...soothingCommands,
  ...careCommands,
]);
export type CommandMessage = z.output<typeof commandMessage>;

/** Where the agent's readings come from. */
export const SOURCES = ['devices', 'recording', 'simulated'] as const;
export type Source = (typeof SOURCES)[number];

/** `problems`: what a person should look at. Each part of the device, or `storage`, with why in a few words. */
export const problemsMessage = z.looseObject({
  state: z.enum(['ON', 'OFF']),
  problems: z.record(z.string(), z.string()),
});
export type Problems = z.output<typeof problemsMessage>;

const count = z.int().min(0);

/** `diagnostics`, every 30 s. What came later is optional, so that those of an older agent are still read. */
export const diagnosticsMessage = z.looseObject({
  version: z.string(),
  source: z.enum(SOURCES),
  /** Analysed frames a second. */
  frame_rate: z.number().nullable(),
  /** dBFS. */
  microphone_level: z.number().nullable(),
  /** °C. */
  cpu_temperature: z.number().nullable(),
  /** Seconds since the agent started. */
  uptime: z.number(),
  /** Bad messages and lines since start. */
  rejected: count,
  /** Of the Arduino, as it tells it; null of one that tells none. */
  firmware: z.string().nullable().optional(),
  /** dBm; null without Wi-Fi. */
  wifi_signal: z.number().nullable().optional(),
  /** Of the machine in its network. */
  address: z.string().nullable().optional(),
  /** When the agent first ran with these data; null while the clock is not set. */
  registered_at: instant.nullable().optional(),
  /** Readings and pictures that were not sent, and pictures that were not analysed, since start. */
  dropped: count.optional(),
  /** Of the programs of camera and microphone and of the detectors, since start. */
  restarts: count.optional(),
  /** MiB. */
  memory: z.number().optional(),
  /** MiB that are free where the settings are kept. */
  disk_free: z.number().nullable().optional(),
  /** How much less than wanted is published because the link is slow: 0 nothing, up to 6. */
  link_step: count.optional(),
  /** ms that the broker takes to answer. */
  link_latency: z.number().nullable().optional(),
});
export type Diagnostics = z.output<typeof diagnosticsMessage>;

/** `smart-cradle/rules/heartbeat`. */
export const heartbeatMessage = z.looseObject({ time: z.number(), cradles: z.int() });
export type Heartbeat = z.output<typeof heartbeatMessage>;
