import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exportText } from '../cradle-history-export/export-text.ts';
import { answerHistory } from '../cradle-history-query/history-answer.ts';
import { type Part, parseHistoryRequest } from '../cradle-history-query/history-request.ts';
import { prepareDatabase, writePoints } from '../cradle-influxdb/influx-client.ts';
import { MEASURED } from '../testing/detector-errors.ts';
import { type InfluxServer, startInfluxServer } from '../testing/influx-server.ts';
import { judge } from '../testing/judge-meaning.ts';
import { liveDays, readingsOf, seeded, type TrueStretch } from '../testing/simulated-baby.ts';
import { backUp, restore } from './backup.ts';
import { carePoint } from './care-log.ts';
import { localDay } from './local-days.ts';
import { cleanUp, isDue, lastDue } from './maintenance.ts';
import type { HistoryPoint } from './points.ts';
import { readEpisodes, readSleep } from './stored.ts';
import { summariseTouched } from './summaries.ts';
import { HOUR, type KeptHours, TouchedHours } from './touched-hours.ts';

const CRADLE = 'cradle-a';
const DAY = 24 * HOUR;
/** Some hours of yesterday, of the same clock in every run. */
const HOURS = 6;
const START = localDay(localDay(Date.now()).from - 1).from + 8 * HOUR;
const END = START + HOURS * HOUR;
const stretch = { cradle: CRADLE, from: START, to: END };

let server: InfluxServer;
let folder: string;
let truth: TrueStretch[];
let readings: HistoryPoint[];
let kept: KeptHours = {};
const touched = () =>
  new TouchedHours({
    load: () => kept,
    save: (hours) => {
      kept = structuredClone(hours);
    },
  });

beforeAll(async () => {
  server = await startInfluxServer();
  folder = mkdtempSync(join(tmpdir(), 'smart-cradle-history-'));
  truth = liveDays(START, 1, seeded(3)).filter(({ from }) => from < END);
  truth = truth.map((one) => ({ ...one, to: Math.min(one.to, END) }));
  readings = [...readingsOf(CRADLE, truth, { ...MEASURED, noisy: 0 }, seeded(4))];
  await prepareDatabase(server.client, 'smart_cradle', touched(), Date.now());
}, 120_000);

afterAll(async () => {
  await server?.end();
  if (folder) rmSync(folder, { recursive: true });
});

async function write(points: readonly HistoryPoint[]): Promise<void> {
  touched().markPoints(points);
  for (let at = 0; at < points.length; at += 5000)
    await writePoints(server.client, points.slice(at, at + 5000));
}

async function count(measurement: string, client = server.client): Promise<number> {
  const [row] = await client.query<{ n: number }>(`SELECT count("crying") AS n FROM ${measurement}`);
  return row?.n ?? 0;
}

async function ask(include: Part[], query: object = {}) {
  const given = { cradle: CRADLE, from: new Date(START).toISOString(), to: new Date(END).toISOString() };
  const parsed = parseHistoryRequest({ ...given, include: include.join(','), ...query }, Date.now());
  if (!parsed.ok) throw new Error(parsed.error);
  return await answerHistory(server.client, parsed.value, Date.now(), 'media-source://x');
}

test('makes the database with its policies, and leaves them as they are the second time', async () => {
  await server.client.query('ALTER RETENTION POLICY "readings" ON "smart_cradle" DURATION 60d');
  await prepareDatabase(server.client, 'smart_cradle', touched(), Date.now());
  const policies = await server.client.showRetentionPolicies('smart_cradle');
  expect(policies.map(({ name, duration }) => [name, duration])).toEqual([
    ['autogen', '0s'],
    ['readings', '1440h0m0s'],
    ['frames', '240h0m0s'],
  ]);
  await server.client.query('ALTER RETENTION POLICY "readings" ON "smart_cradle" DURATION 30d');
});

test('the same readings written twice stand there once, and make episodes and sleep as they were', async () => {
  await write(readings);
  await write(readings.slice(-1000));
  expect(await count('"readings"."reading"')).toBe(readings.length);
  await summariseTouched(server.client, touched(), Date.now());
  expect(kept[CRADLE]).toEqual([]);
  const episodes = await readEpisodes(server.client, stretch);
  const sleep = await readSleep(server.client, stretch);
  const { episodes: judged, sleep: slept } = judge(truth, episodes, sleep);
  expect(judged.truth).toBeGreaterThanOrEqual(3);
  expect(judged.f1).toBeGreaterThanOrEqual(0.95);
  expect(slept.error).toBeLessThanOrEqual(0.05);
}, 60_000);

test('summaries give the same series as the readings do', async () => {
  const fine = await ask(['series'], { resolution: '60' });
  const exact = await server.client.query<Record<string, number>>(
    `SELECT mean("temperature") AS t, mean("crying") AS c FROM "readings"."reading" WHERE time >= ${START}ms AND time < ${END}ms GROUP BY time(1m) fill(none)`,
  );
  expect(fine?.series?.time).toHaveLength(HOURS * 60);
  expect(fine?.series?.temperature.map((value) => value?.[1])).toEqual(
    exact.map(({ t = 0 }) => Number(t.toFixed(2))),
  );
  const coarse = await ask(['series'], { resolution: '3600' });
  expect(coarse?.series?.time).toHaveLength(HOURS);
  const mean = (values: (number | null)[]) =>
    values.reduce<number>((sum, value) => sum + (value ?? 0), 0) / values.length;
  expect(mean(coarse?.series?.crying ?? [])).toBeCloseTo(mean(fine?.series?.crying ?? []), 2);
});

test('a late point makes the summaries of its hour anew', async () => {
  const before = await ask(['days', 'episodes']);
  const quiet = truth.find(({ truth: state, from, to }) => state === 'asleep' && to - from > 45 * 60_000);
  const from = (quiet?.from ?? 0) + 20 * 60_000;
  const cry = Array.from({ length: 40 }, (_, second) => ({
    measurement: 'reading' as const,
    tags: { cradle: CRADLE },
    fields: { crying: 1, probability: 0.95, motion: 40 },
    time: from + second * 1000,
  }));
  await write(cry);
  await summariseTouched(server.client, touched(), Date.now());
  const after = await ask(['days', 'episodes']);
  expect(after?.episodes?.length).toBe((before?.episodes?.length ?? 0) + 1);
  expect(after?.episodes?.map((episode) => episode.from)).toContain(
    new Date(from).toISOString().replace('.000Z', 'Z'),
  );
  const cries = (answer: typeof before) => answer?.days?.reduce((sum, day) => sum + day.cries, 0);
  expect(cries(after)).toBe((cries(before) ?? 0) + 1);
  // And when it turns out to have been wrong, it is gone again.
  await write(cry.map((point) => ({ ...point, fields: { crying: 0 } })));
  await summariseTouched(server.client, touched(), Date.now());
  expect((await ask(['episodes']))?.episodes).toEqual(before?.episodes);
});

test('a corrected entry of the care log counts where it is now', async () => {
  const entry = { id: 'a', kind: 'fed' as const, at: END - DAY, note: '120 ml, "warm"', by: 'Mina' };
  const moved = { ...entry, at: START + HOUR };
  await write([
    carePoint(CRADLE, { before: null, after: entry }, END - 2000),
    carePoint(CRADLE, { before: entry, after: moved }, END - 1000),
  ]);
  await summariseTouched(server.client, touched(), Date.now());
  const answer = await ask(['care', 'patterns']);
  expect(answer?.care).toEqual([{ ...moved, at: new Date(moved.at).toISOString().replace('.000Z', 'Z') }]);
  expect(answer?.patterns?.after_feeding.feeds).toBe(1);
});

test('transitions of an alert are one entry, with its picture', async () => {
  const created = new Date(START + HOUR).toISOString();
  const fields = { severity: 'wake', message: 'Crying for 30 s', created_at: created, value_text: 'Crying' };
  const at = (seconds: number, more: object): HistoryPoint => ({
    measurement: 'alert',
    tags: { cradle: CRADLE, type: 'crying' },
    fields: { ...fields, ...more },
    time: START + HOUR + seconds * 1000,
  });
  await write([
    at(0, { state: 'active' }),
    at(20, { state: 'acknowledged', acknowledged_by: 'Jun' }),
    at(90, {
      state: 'resolved',
      acknowledged_by: 'Jun',
      resolved_at: new Date(END).toISOString(),
      message: 'Resolved',
    }),
    {
      measurement: 'frame',
      tags: { cradle: CRADLE },
      fields: { file: 'a/b.jpg', alert: 'crying' },
      time: START + HOUR + 400,
    },
  ]);
  expect((await ask(['alerts']))?.alerts).toEqual([
    {
      type: 'crying',
      severity: 'wake',
      created_at: created,
      acknowledged_at: new Date(START + HOUR + 20_000).toISOString(),
      acknowledged_by: 'Jun',
      resolved_at: new Date(END).toISOString(),
      message: 'Crying for 30 s',
      value: 'Crying',
      picture: 'media-source://x/a/b.jpg',
    },
  ]);
});

test('nothing is known of another cradle, whatever its name is', async () => {
  const request = { from: START, to: END, resolution: 60, include: new Set<Part>(['series']) };
  for (const cradle of ['cradle-b', `x' OR "cradle" = 'cradle-a`]) {
    expect(await answerHistory(server.client, { ...request, cradle }, Date.now(), '')).toBeUndefined();
  }
});

test('an export holds every reading, and no formula for a spreadsheet', async () => {
  const text = async (what: 'readings' | 'care', format: 'csv' | 'json') => {
    let all = '';
    const from = START - DAY;
    for await (const part of exportText(server, { cradle: CRADLE, from, to: Date.now(), format, what }))
      all += part;
    return all;
  };
  const stored = await count('"readings"."reading"');
  expect((await text('readings', 'csv')).trim().split('\r\n')).toHaveLength(stored + 1);
  expect(JSON.parse(await text('readings', 'json'))).toHaveLength(stored);
  expect(await text('care', 'csv')).toContain('"120 ml, ""warm"""');
});

test('a backup comes back whole into a fresh database, twice without doubling; a cut off one is refused', async () => {
  const { file, points } = await backUp(server.address, folder, Date.now());
  const fresh = await startInfluxServer();
  try {
    expect(await restore(fresh.address, file, touched(), Date.now())).toEqual({
      restored: points,
      expired: 0,
    });
    await restore(fresh.address, file, touched(), Date.now());
    expect(await count('"readings"."reading"', fresh.client)).toBe(await count('"readings"."reading"'));
    expect(await readEpisodes(fresh.client, stretch)).toEqual(await readEpisodes(server.client, stretch));
    expect(await readSleep(fresh.client, stretch)).toEqual(await readSleep(server.client, stretch));
    // Its numbers are of the same kind: the summaries go on.
    await summariseTouched(fresh.client, touched(), Date.now());
  } finally {
    await fresh.end();
  }
  const cut = join(folder, 'cut.lp.gz');
  const { gzipSync } = await import('node:zlib');
  writeFileSync(
    cut,
    gzipSync('# smart-cradle backup schema=2\n# policy readings\nreading,cradle=a crying=1 0\n'),
  );
  await expect(restore(server.address, cut, touched(), Date.now())).rejects.toThrow('cut off');
}, 60_000);

test('a clean-up of a later day removes readings, index, pictures and backups that are too old, and keeps the rest', async () => {
  const pictures = join(folder, 'pictures');
  const dates = [0, 3, 12].map((days) => new Date(END - days * DAY).toISOString().slice(0, 10));
  for (const date of dates) mkdirSync(join(pictures, CRADLE, date), { recursive: true });
  const folders = { pictures, backups: folder };
  await cleanUp(server.client, folders, END + 2 * HOUR);
  expect(readdirSync(join(pictures, CRADLE)).length).toBe(2);
  expect(await count('"readings"."reading"')).toBeGreaterThan(0);
  const before = await readEpisodes(server.client, stretch);
  await cleanUp(server.client, folders, END + 31 * DAY);
  expect(await count('"readings"."reading"')).toBe(0);
  expect(await readEpisodes(server.client, stretch)).toEqual(before);
  expect(readdirSync(folder).filter((name) => name.startsWith('smart-cradle-'))).toEqual([]);
  expect(readdirSync(join(pictures, CRADLE))).toEqual([]);
});

test('the daily work is due at its hour, once, and is made up for', () => {
  const at = (text: string) => new Date(text).getTime();
  expect(lastDue(2, at('2026-11-24T01:59'))).toBe(at('2026-11-23T02:00'));
  expect(lastDue(2, at('2026-11-24T02:00'))).toBe(at('2026-11-24T02:00'));
  expect(isDue(2, at('2026-11-24T02:00:30'), at('2026-11-24T23:00'))).toBe(false);
  expect(isDue(2, at('2026-11-22T02:00:30'), at('2026-11-24T01:00'))).toBe(true);
});
