/**
 * A month of readings, one a second, in a real InfluxDB: import, memory, and how long questions take.
 *
 *     npm run history -w bench -- [--cradles 1] [--days 30]
 */
import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { answerHistory } from '../../nodes/src/cradle-history-query/history-answer.ts';
import { type Part, parseHistoryRequest } from '../../nodes/src/cradle-history-query/history-request.ts';
import { prepareDatabase } from '../../nodes/src/cradle-influxdb/influx-client.ts';
import { localDay } from '../../nodes/src/history/local-days.ts';
import { POLICIES } from '../../nodes/src/history/schema.ts';
import { readEpisodes, readSleep } from '../../nodes/src/history/stored.ts';
import { summariseTouched } from '../../nodes/src/history/summaries.ts';
import { TouchedHours } from '../../nodes/src/history/touched-hours.ts';
import { MEASURED } from '../../nodes/src/testing/detector-errors.ts';
import { startInfluxServer } from '../../nodes/src/testing/influx-server.ts';
import { judge } from '../../nodes/src/testing/judge-meaning.ts';
import { liveDays, readingsOf, seeded } from '../../nodes/src/testing/simulated-baby.ts';
import { alertsOf, careOf, picturesOf } from './daily-events.ts';
import { importPoints } from './line-import.ts';

const { values } = parseArgs({
  options: { cradles: { type: 'string', default: '1' }, days: { type: 'string', default: '30' } },
});
const cradles = Number(values.cradles);
const days = Number(values.days);
const DAY = 86_400_000;
const HOUR = 3_600_000;

/** Memory of a process that no file stands behind, MB. Linux. Data files are mapped, and leave memory when others need it. */
function memory(pid: number): number {
  return Number(/RssAnon:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
}

const seconds = (since: number) => ((performance.now() - since) / 1000).toFixed(1);

const server = await startInfluxServer();
try {
  const { client } = server;
  const touched = new TouchedHours({ load: () => undefined, save: () => {} });
  await prepareDatabase(client, 'smart_cradle', touched, Date.now());
  // Readings of a policy that keeps 30 days: the first hours of the month would be refused while it is imported.
  await client.query(`ALTER RETENTION POLICY "readings" ON "smart_cradle" DURATION ${days + 2}d`);
  const end = localDay(Date.now()).from;
  const start = end - days * DAY;
  const truths = new Map(
    Array.from({ length: cradles }, (_, index) => [
      `cradle-${index}`,
      liveDays(start, days, seeded(index + 1)),
    ]),
  );

  let began = performance.now();
  let points = 0;
  for (const [cradle, truth] of truths) {
    touched.markRange(cradle, start, end);
    points += await importPoints(server.address, readingsOf(cradle, truth, MEASURED, seeded(1000 + points)));
    for (const events of [
      alertsOf(cradle, truth),
      careOf(cradle, truth),
      picturesOf(cradle, Math.max(start, end - POLICIES.frames.days * DAY + HOUR), end),
    ]) {
      await importPoints(server.address, events);
    }
    console.log(
      `${cradle}: ${points} rows after ${seconds(began)} s, influxd ${memory(server.pid).toFixed(0)} MB`,
    );
  }
  console.log(`import: ${points} rows in ${seconds(began)} s, load ${loadavg()[0]?.toFixed(1)}`);
  console.log(`memory of influxd after the import: ${memory(server.pid).toFixed(0)} MB`);
  began = performance.now();
  const stretches = await summariseTouched(client, touched, Date.now());
  console.log(`summaries of all: ${seconds(began)} s for ${stretches} days`);

  const all: Part[] = [
    'series',
    'alerts',
    'episodes',
    'sleep',
    'care',
    'pictures',
    'days',
    'weeks',
    'patterns',
  ];
  const questions: [string, number, Part[], number | undefined][] = [
    ['30 days, series', days, ['series', 'alerts'], undefined],
    ['30 days, everything', days, all, undefined],
    ['7 days, series', Math.min(7, days), ['series', 'alerts'], undefined],
    ['1 day, series', 1, ['series', 'alerts'], undefined],
    ['1 day, everything', 1, all, undefined],
    ['1 hour by the second', 1 / 24, ['series'], 2],
  ];
  const ask = async (runs: number) => {
    for (const [name, length, include, resolution] of questions) {
      const times: number[] = [];
      let size = 0;
      for (let run = 0; run < runs; run++) {
        const before = performance.now();
        const request = parseHistoryRequest(
          {
            cradle: `cradle-${run % cradles}`,
            from: new Date(end - length * DAY).toISOString(),
            to: new Date(end).toISOString(),
            include: include.join(','),
            ...(resolution ? { resolution: String(resolution) } : {}),
          },
          Date.now(),
        );
        if (!request.ok) throw new Error(request.error);
        const answer = JSON.stringify(await answerHistory(client, request.value, Date.now(), 'x'));
        times.push(performance.now() - before);
        size = answer.length;
      }
      times.sort((a, b) => a - b);
      const [best, median, worst] = [times[0], times[Math.floor(runs / 2)], times[runs - 1]].map((time) =>
        time?.toFixed(0),
      );
      console.log(
        `${name}: best ${best} ms, median ${median} ms, worst ${worst} ms, ${(size / 1000).toFixed(1)} kB, load ${loadavg()[0]?.toFixed(1)}`,
      );
    }
  };
  await ask(11);
  for (const [cradle, truth] of [...truths].slice(0, 2)) {
    const stretch = { cradle, from: start, to: end };
    const [episodes, sleep] = [await readEpisodes(client, stretch), await readSleep(client, stretch)];
    console.log(cradle, JSON.stringify(judge(truth, episodes, sleep)));
  }
  console.log(`memory of influxd at the end: ${memory(server.pid).toFixed(0)} MB`);
  await server.kill();
  await server.start();
  console.log(
    `memory of influxd after a restart: ${memory(server.pid).toFixed(0)} MB; the first answers after it:`,
  );
  await ask(1);
  console.log(`memory of influxd then: ${memory(server.pid).toFixed(0)} MB`);
} finally {
  await server.end();
}
