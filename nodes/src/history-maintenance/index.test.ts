import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import influxdb from '../cradle-influxdb/index.ts';
import { prepareDatabase, writePoints } from '../cradle-influxdb/influx-client.ts';
import type { HistoryPoint } from '../history/points.ts';
import { TouchedHours } from '../history/touched-hours.ts';
import { type RunningNode, runNode } from '../testing/flow-runner.ts';
import { type InfluxServer, startInfluxServer } from '../testing/influx-server.ts';
import maintenance from './index.ts';

/** The node itself over days of a simulated clock, on a real InfluxDB; the house is in Berlin. */
const DAY = 86_400_000;
const CRADLE = 'cradle-a';
/** The day before the clocks are put forward; ahead of the database's own clock, so that it takes the readings. */
const START = Date.parse('2027-03-26T12:00:00+01:00');
const zone = process.env.TZ;
// A busy machine takes its time for the files.
vi.setConfig({ testTimeout: 90_000 });

let server: InfluxServer;
let node: RunningNode;

beforeAll(async () => {
  process.env.TZ = 'Europe/Berlin';
  expect(new Date(START).getHours()).toBe(12);
  server = await startInfluxServer();
  const touched = new TouchedHours({ load: () => undefined, save: () => {} });
  await prepareDatabase(server.client, 'smart_cradle', touched, Date.now());
  const points = Array.from({ length: 40 }, (_, days): HistoryPoint[] => {
    const about = { tags: { cradle: CRADLE }, time: START - days * DAY };
    return [
      { ...about, measurement: 'reading', fields: { temperature: 36.5 } },
      { ...about, measurement: 'frame', fields: { file: `${days}.jpg`, bytes: 1 } },
      { ...about, measurement: 'sleep', fields: { state: days % 2 ? 'asleep' : 'awake' } },
    ];
  });
  await writePoints(server.client, points.flat());
  const database = {
    id: 'db',
    type: 'cradle-influxdb',
    host: '127.0.0.1',
    port: String(server.address.port),
  };
  node = await runNode(maintenance, 'history-maintenance', { server: 'db', folder: '' }, 3, [
    { register: influxdb, node: database },
  ]);
  for (const [days, date] of [
    [0, '2027-03-26'],
    [9, '2027-03-17'],
    [12, '2027-03-14'],
  ] as const) {
    const folder = join(node.userDir, 'smart-cradle', 'pictures', CRADLE, date);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${days}.jpg`), '');
  }
  vi.setSystemTime(START);
  // As a new installation has it: nothing has run yet.
  rmSync(join(node.userDir, 'smart-cradle', 'node.json'));
  await node.restart();
}, 60_000);

afterAll(async () => {
  await node?.end();
  await server?.end();
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
});

/** Lets the simulated clock come to a minute, and the node do what it then does. */
async function until(text: string): Promise<void> {
  vi.setSystemTime(Date.parse(text));
  // It looks at the clock every half minute.
  await node.pass(30_000);
  // The database answers in real time.
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** Waits for something that the database takes its time for: real time, which this clock alone still tells. */
async function eventually(isThere: () => boolean): Promise<void> {
  const limit = process.uptime() + 20;
  while (!isThere() && process.uptime() < limit) await new Promise((resolve) => setImmediate(resolve));
  expect(isThere()).toBe(true);
}

/** The minute of a last run, UTC. */
function told(name: 'last_backup' | 'last_cleanup'): string | undefined {
  const messages = node.outputs[0] as { topic: string; payload: string }[];
  return messages
    .findLast(({ topic }) => topic === `cradle/${CRADLE}/statistics/${name}`)
    ?.payload.slice(0, 16);
}

const backups = () =>
  readdirSync(join(node.userDir, 'smart-cradle', 'backups')).filter((name) => name.endsWith('.lp.gz'));

/** When the oldest point of a measurement is from, days before a moment. */
async function oldest(source: string, moment: string): Promise<number> {
  const [row] = await server.client.query<{ time: { getTime(): number } }>(
    `SELECT * FROM ${source} ORDER BY time LIMIT 1`,
    { precision: 'ms' },
  );
  return (Date.parse(moment) - (row?.time.getTime() ?? 0)) / DAY;
}

test('a backup at two, a clean-up at three, and what each leaves in the database', async () => {
  await node.receive({ kind: 'crying', cradle: CRADLE, topic: '', payload: {} } as never);
  expect(told('last_backup')).toBe('None');
  await until('2027-03-27T01:59:00+01:00');
  expect(told('last_backup')).toBe('None');
  await until('2027-03-27T02:00:00+01:00');
  await eventually(() => told('last_backup') === '2027-03-27T01:00');
  expect(backups()).toEqual(['smart-cradle-2027-03-27.lp.gz']);
  expect(await oldest('"readings"."reading"', '2027-03-27T03:00+01:00')).toBeGreaterThan(39);
  await until('2027-03-27T03:00:00+01:00');
  await eventually(() => told('last_cleanup') === '2027-03-27T02:00');
  expect(await oldest('"readings"."reading"', '2027-03-27T03:00+01:00')).toBeLessThan(30);
  expect(await oldest('"frames"."frame"', '2027-03-27T03:00+01:00')).toBeLessThan(10);
  expect(await oldest('"sleep"', '2027-03-27T03:00+01:00')).toBeGreaterThan(39);
  const pictures = readdirSync(join(node.userDir, 'smart-cradle', 'pictures', CRADLE));
  expect(pictures.toSorted()).toEqual(['2027-03-17', '2027-03-26']);
});

test('when the clocks are put forward there is no two o’clock: both run once, at three', async () => {
  await until('2027-03-28T01:59:00+01:00');
  expect(told('last_backup')).toBe('2027-03-27T01:00');
  await until('2027-03-28T03:00:00+02:00');
  await eventually(() => told('last_cleanup') === '2027-03-28T01:00');
  expect(told('last_backup')).toBe('2027-03-28T01:00');
  await until('2027-03-28T04:00:00+02:00');
  expect(told('last_backup')).toBe('2027-03-28T01:00');
  await until('2027-03-29T02:00:00+02:00');
  await eventually(() => told('last_backup') === '2027-03-29T00:00');
});

test('a backup is kept for seven days', async () => {
  for (const day of ['03-30', '03-31', '04-01', '04-02', '04-03', '04-04', '04-05']) {
    await until(`2027-${day}T02:00:00+02:00`);
    await eventually(() => told('last_backup') === `2027-${day}T00:00`);
    await until(`2027-${day}T03:00:00+02:00`);
    await eventually(() => told('last_cleanup') === `2027-${day}T01:00`);
  }
  expect(backups().toSorted()[0]).toBe('smart-cradle-2027-03-29.lp.gz');
  expect(backups()).toHaveLength(8);
});

test('a backup that fails is an alert, and is over when one succeeds', async () => {
  const folder = join(node.userDir, 'smart-cradle', 'backups');
  rmSync(folder, { recursive: true });
  writeFileSync(folder, 'in the way');
  const states = () =>
    node.outputs[1]?.map((message) => Reflect.get(Reflect.get(message, 'payload'), 'state'));
  await until('2027-04-06T02:00:00+02:00');
  await eventually(() => states()?.at(-1) === 'active');
  expect(node.outputs[1]?.at(-1)).toMatchObject({
    topic: `cradle/${CRADLE}/alert/backup_failed`,
    payload: { severity: 'quiet', category: 'technical', message: expect.stringContaining('EEXIST') },
  });
  expect(node.outputs[2]?.at(-1)).toMatchObject({ payload: { event_type: 'raised', type: 'backup_failed' } });
  rmSync(folder);
  await until('2027-04-06T02:14:00+02:00');
  expect(states()?.at(-1)).toBe('active');
  await until('2027-04-06T02:15:00+02:00');
  await eventually(() => states()?.at(-1) === 'resolved');
  expect(told('last_backup')).toBe('2027-04-06T00:15');
});

test('when the clocks are put back there are two two o’clocks, and one backup', async () => {
  await until('2027-10-30T12:00:00+02:00');
  await eventually(() => told('last_cleanup') === '2027-10-30T10:00');
  await until('2027-10-31T02:00:00+02:00');
  await eventually(() => told('last_backup') === '2027-10-31T00:00');
  await until('2027-10-31T02:00:00+01:00');
  await until('2027-10-31T02:30:00+01:00');
  expect(told('last_backup')).toBe('2027-10-31T00:00');
  await until('2027-10-31T03:00:00+01:00');
  await eventually(() => told('last_cleanup') === '2027-10-31T02:00');
});

test('the database itself lets whole days go when their policy is over', async () => {
  const response = await fetch(
    `http://127.0.0.1:${server.address.port}/query?${new URLSearchParams({ q: 'SHOW SHARDS' })}`,
  );
  const { results } = (await response.json()) as {
    results: { series: { columns: string[]; values: string[][] }[] }[];
  };
  const series = results[0]?.series[0];
  const rows = series?.values.map((row) =>
    Object.fromEntries(series.columns.map((column, index) => [column, row[index]])),
  );
  const kept = (policy: string) => [
    ...new Set(
      rows
        ?.filter((row) => row.retention_policy === policy)
        .map((row) => (Date.parse(row.expiry_time ?? '') - Date.parse(row.end_time ?? '')) / DAY),
    ),
  ];
  expect(kept('readings')).toEqual([30]);
  expect(kept('frames')).toEqual([10]);
});
