/**
 * Puts a month of the simulated baby into the database of a data folder that `npm start` runs, so that the history and
 * night cards can be looked at as they are in a house:
 *
 *     node test/src/pictures-history.ts --data data --cradle UUID
 *
 * Everything is marked as simulated. The alerts are those that the rules would have raised over these readings.
 */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createPicture } from '@smart-cradle/agent/simulator/picture';
import type { Truth as Scene } from '@smart-cradle/agent/simulator/truth';
import { ALERTS } from '@smart-cradle/protocol/alerts';
import { defaultSettings } from '@smart-cradle/protocol/settings';
import { databaseOf } from '../../local/src/history/database-of.ts';
import {
  createInfluxClient,
  type InfluxAddress,
  writePoints,
} from '../../nodes/src/cradle-influxdb/influx-client.ts';
import { checkConfig } from '../../nodes/src/duration-alert/alert-config.ts';
import { carePoint } from '../../nodes/src/history/care-log.ts';
import { storePicture } from '../../nodes/src/history/pictures.ts';
import { alertPoint, type HistoryPoint } from '../../nodes/src/history/points.ts';
import { Replay, type Ring, replayableRules } from '../../nodes/src/history/replay.ts';
import { summariseTouched } from '../../nodes/src/history/summaries.ts';
import { TouchedHours } from '../../nodes/src/history/touched-hours.ts';
import { MEASURED } from '../../nodes/src/testing/detector-errors.ts';
import { liveDays, readingsOf, seeded, type TrueStretch } from '../../nodes/src/testing/simulated-baby.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const BATCH = 10_000;
/** Days whose pictures are drawn. */
const PICTURE_DAYS = 2;
const PICTURE_EVERY = 20 * MINUTE;
/** Readings older than this come every other second only: a month of every second takes a minute to write. */
const EVERY_SECOND_FOR = 2 * DAY;
const SECONDS = 2;
const FLOW = join(import.meta.dirname, '..', '..', 'flows', 'flows', 'rules.json');

/** A quiet house with a good view: what the detectors get wrong in a bad one would cover the pictures with alerts. */
const ERRORS = { ...MEASURED, noisy: 0, turnedAway: 0, faceLost: 0.05 };

const iso = (time: number) => new Date(time).toISOString();

/** A slow fever on the last evening but two, and what rocking did in every second cry. */
function coloured(
  point: HistoryPoint,
  stretches: readonly TrueStretch[],
  index: number,
  to: number,
): HistoryPoint {
  const evening = to - 2.4 * DAY;
  const fever = 1.9 * Math.exp(-(((point.time - evening) / (2.5 * 60 * MINUTE)) ** 2));
  const temperature = Math.round((Number(point.fields.temperature) + fever) * 10) / 10;
  const rocked = stretches[index]?.truth === 'crying' && index % 2 === 0;
  return { ...point, fields: { ...point.fields, temperature, rocking: rocked ? 1 : 0 } };
}

/** What an alert that rang looks like in the database: raised, acknowledged by somebody, resolved. */
function transitions(cradle: string, { type, at, resolvedAt, value }: Ring, index: number): HistoryPoint[] {
  const { category, severity } = ALERTS[type];
  const by = ['Mina', 'Jun', null][index % 3] ?? null;
  const acknowledgedAt = at + 20_000;
  const step = (state: 'active' | 'acknowledged' | 'resolved', time: number) =>
    alertPoint(cradle, {
      type,
      category,
      severity,
      state,
      message: '',
      since: iso(at - 30_000),
      created_at: iso(at),
      is_resolved: state === 'resolved',
      resolved_at: state === 'resolved' ? iso(time) : null,
      acknowledged_by: state === 'active' ? null : by,
      snoozed_until: null,
      blocked_until: null,
      value,
      simulated: true,
      time,
    });
  const answered = by !== null && (resolvedAt === null || acknowledgedAt < resolvedAt);
  return [
    step('active', at),
    ...(answered ? [step('acknowledged', acknowledgedAt)] : []),
    ...(resolvedAt === null ? [] : [step('resolved', resolvedAt)]),
  ];
}

/** Fed after each sleep, changed after every second, put to bed before the next. */
function care(cradle: string, stretches: readonly TrueStretch[]): HistoryPoint[] {
  return stretches.flatMap(({ truth, from, to }, index) => {
    if (truth !== 'away') return [];
    const entry = (kind: 'fed' | 'changed' | 'bed', at: number) =>
      carePoint(
        cradle,
        { before: null, after: { id: `${kind}-${at}`, kind, at, note: '', by: index % 3 ? 'Mina' : 'Jun' } },
        at,
      );
    return [
      entry('fed', from + 4 * MINUTE),
      ...(index % 2 ? [entry('changed', from + 2 * MINUTE)] : []),
      entry('bed', to),
    ];
  });
}

function sceneAt(stretches: readonly TrueStretch[], time: number, turned: boolean): Scene {
  const truth = stretches.find(({ from, to }) => time >= from && time < to)?.truth ?? 'asleep';
  const hour = new Date(time).getHours();
  return {
    yaw: turned ? 35 : 0,
    pitch: 0,
    roll: 0,
    faceVisible: true,
    occupied: truth !== 'away',
    eyesOpen: truth === 'awake',
    motion: truth === 'asleep' ? 0.02 : 0.4,
    light: hour >= 7 && hour < 19 ? 1 : 0.35,
    voice: truth === 'crying' ? 'crying' : 'silent',
    temperature: 36.6,
    cameraConnected: true,
    microphoneConnected: true,
    serialConnected: true,
  };
}

/** @param media where Home Assistant's media browser finds the pictures */
export async function addMonth(
  address: InfluxAddress,
  cradle: string,
  media: string,
  to = Date.now() - MINUTE,
): Promise<void> {
  const client = createInfluxClient(address);
  const touched = new TouchedHours({ load: () => undefined, save: () => {} });
  // What is older than the readings' policy would be refused.
  const from = to - 29.5 * DAY;
  const midnight = new Date(from).setHours(0, 0, 0, 0);
  const random = seeded(7);
  const stretches = liveDays(midnight, Math.ceil((to - midnight) / DAY), random).filter(
    (one) => one.to > from && one.from < to,
  );
  const flow = JSON.parse(readFileSync(FLOW, 'utf8')) as { type: string }[];
  const replays = replayableRules(flow, checkConfig).map((rule) => new Replay(rule, defaultSettings()));
  let batch: HistoryPoint[] = [];
  const flush = async () => {
    touched.markPoints(batch);
    await writePoints(client, batch);
    batch = [];
  };
  let index = 0;
  for (const reading of readingsOf(cradle, stretches, ERRORS, random)) {
    if (reading.time < from || reading.time > to) continue;
    if (to - reading.time > EVERY_SECOND_FOR && Math.floor(reading.time / 1000) % SECONDS !== 0) continue;
    while ((stretches[index]?.to ?? Number.POSITIVE_INFINITY) <= reading.time) index += 1;
    const point = coloured(reading, stretches, index, to);
    batch.push(point);
    const { temperature, direction, crying } = point.fields;
    for (const replay of replays) {
      replay.take({
        time: point.time,
        temperature: Number(temperature),
        // The rules judge the pose only of somebody who lies in the bed.
        direction: stretches[index]?.truth === 'away' ? null : String(direction),
        crying: Number(crying),
      });
    }
    if (batch.length >= BATCH) await flush();
  }
  const rings = replays.flatMap(({ rings: some }) => some).sort((a, b) => a.at - b.at);
  batch.push(...rings.flatMap((ring, at) => transitions(cradle, ring, at)), ...care(cradle, stretches));
  await flush();
  await summariseTouched(client, touched, Date.now());

  const picture = await createPicture(seeded(3));
  const moments = [
    ...Array.from({ length: Math.floor((PICTURE_DAYS * DAY) / PICTURE_EVERY) }, (_, number) => ({
      at: to - number * PICTURE_EVERY,
      alert: null,
      turned: number % 5 === 0,
    })),
    ...rings
      .filter(({ at }) => at > to - PICTURE_DAYS * DAY)
      .map(({ at, type }) => ({ at, alert: type, turned: type === 'abnormal_position' })),
  ];
  const pictures: HistoryPoint[] = [];
  for (const { at, alert, turned } of moments) {
    const jpeg = await picture.render(sceneAt(stretches, at, turned), at / 1000);
    pictures.push(await storePicture(media, { cradle, at, alert, jpeg }));
  }
  await writePoints(client, pictures);
  console.error(`${cradle}: ${rings.length} alerts, ${pictures.length} pictures since ${iso(from)}`);
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { data: { type: 'string', default: 'data' }, cradle: { type: 'string' } },
  });
  if (!values.cradle) throw new Error('--cradle: whose month? npm start says the UUID');
  const media = join(resolve(values.data), 'home-assistant', 'media', 'smart-cradle');
  await addMonth(databaseOf(values.data, undefined), values.cradle, media);
}
