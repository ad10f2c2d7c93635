import type { AlertMessage } from '@smart-cradle/protocol/messages';
import type { RuleMessage } from '../shared/rule-message.ts';
import type { Measurement } from './schema.ts';

export type Fields = Record<string, number | string | boolean>;

/** A point of InfluxDB, as the queue keeps it. The time is milliseconds since 1970 UTC. */
export interface HistoryPoint {
  measurement: Measurement;
  tags: Record<string, string>;
  fields: Fields;
  time: number;
}

/** A point that another node of the palette asks cradle history to store. */
export type PointMessage = {
  kind: 'history_point';
  cradle: string;
  payload: HistoryPoint;
};

export function isPointMessage(message: object): message is PointMessage {
  return 'kind' in message && message.kind === 'history_point' && 'payload' in message;
}

/** The readings of one cradle within one second. */
interface Row {
  second: number;
  fields: Fields;
}

/** Rows that are not complete yet, by UUID. */
export type OpenRows = Readonly<Record<string, Row>>;

/** Fields that are there and numbers; InfluxDB has no null. */
function numbers(values: Record<string, number | null | undefined>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, number] => Number.isFinite(entry[1])),
  );
}

function bit(value: unknown): number | null {
  return typeof value === 'boolean' ? Number(value) : null;
}

/**
 * The fields of a reading; undefined for what is no reading. `away`, `seen`, `eyes_open` and `crying` are 0 or 1, so that
 * their mean over a range is the part of the time.
 */
export function fieldsOf(message: RuleMessage): Fields | undefined {
  switch (message.kind) {
    case 'temperature':
      return { temperature: message.payload.temperature, ...simulatedField(message.payload) };
    case 'direction': {
      const { state, dx, offset, yaw, pitch, roll } = message.payload;
      return {
        direction: state,
        away: state === 'front' ? 0 : 1,
        seen: state === 'not_visible' ? 0 : 1,
        ...numbers({
          dx,
          offset,
          yaw,
          pitch,
          roll,
          eyes_open: bit(Reflect.get(message.payload, 'eyes_open')),
        }),
        ...simulatedField(message.payload),
      };
    }
    case 'crying': {
      const { status, probability, level } = message.payload;
      return {
        crying: status === 'Crying' ? 1 : 0,
        ...numbers({ probability, level }),
        ...simulatedField(message.payload),
      };
    }
    case 'occupied':
      return message.payload === 'unknown' ? {} : { occupied: message.payload === 'ON' ? 1 : 0 };
    default:
      return undefined;
  }
}

function simulatedField(payload: { simulated?: boolean | undefined }): { simulated?: true } {
  return payload.simulated ? { simulated: true } : {};
}

function pointOf(cradle: string, row: Row): HistoryPoint {
  return { measurement: 'reading', tags: { cradle }, fields: row.fields, time: row.second * 1000 };
}

/**
 * Takes a reading into the row of its second.
 *
 * @param time Milliseconds since 1970 UTC of its arrival.
 * @returns The rows that stay open, and the one that this reading completed.
 */
export function addReading(
  rows: OpenRows,
  cradle: string,
  fields: Fields,
  time: number,
): { rows: OpenRows; complete: HistoryPoint[] } {
  const second = Math.floor(time / 1000);
  const open = rows[cradle];
  const same = open && open.second === second;
  const row = { second, fields: same ? { ...open.fields, ...fields } : fields };
  return { rows: { ...rows, [cradle]: row }, complete: open && !same ? [pointOf(cradle, open)] : [] };
}

/** Completes the rows of seconds that are over. */
export function closeRows(rows: OpenRows, time: number): { rows: OpenRows; complete: HistoryPoint[] } {
  const second = Math.floor(time / 1000);
  const entries = Object.entries(rows);
  return {
    rows: Object.fromEntries(entries.filter(([, row]) => row.second >= second)),
    complete: entries.filter(([, row]) => row.second < second).map(([cradle, row]) => pointOf(cradle, row)),
  };
}

/** One transition of an alert. The same transition told twice is the same point. */
export function alertPoint(cradle: string, alert: AlertMessage): HistoryPoint {
  const text = (name: string, value: string | null) => (value === null ? {} : { [name]: value });
  const value =
    typeof alert.value === 'number'
      ? { value: alert.value }
      : text('value_text', alert.value === null ? null : String(alert.value));
  return {
    measurement: 'alert',
    tags: { cradle, type: alert.type },
    fields: {
      state: alert.state,
      category: alert.category,
      severity: alert.severity,
      message: alert.message,
      is_resolved: alert.is_resolved,
      ...text('since', alert.since),
      ...text('created_at', alert.created_at),
      ...text('resolved_at', alert.resolved_at),
      ...text('acknowledged_by', alert.acknowledged_by),
      ...text('snoozed_until', alert.snoozed_until),
      ...value,
      ...(alert.simulated ? { simulated: true } : {}),
    },
    time: Math.round(alert.time),
  };
}
