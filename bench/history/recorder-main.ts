/** Records one row after another, and prints each that is on disk. Killed by kill.ts: `folder port first step`. */
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { DiskQueue } from '../../nodes/src/cradle-history/disk-queue.ts';
import { BATCH_POINTS, HistoryRecorder } from '../../nodes/src/cradle-history/history-recorder.ts';
import { createInfluxClient, historyDatabase } from '../../nodes/src/cradle-influxdb/influx-client.ts';
import { keptHours, TouchedHours } from '../../nodes/src/history/touched-hours.ts';
import { stateFile } from '../../nodes/src/shared/state-file.ts';

const [folder = '', port = '', first = '0', base = '0'] = process.argv.slice(2);
const client = createInfluxClient({ host: '127.0.0.1', port: Number(port), database: 'smart_cradle' });
const touched = new TouchedHours(stateFile(folder, 'touched', keptHours.parse, console.error));
let second = Number(first);
const now = () => Number(base) + second * 1000;
const recorder = new HistoryRecorder({
  queue: new DiskQueue(join(folder, 'queue'), { maxBytes: 64_000_000, segmentPoints: BATCH_POINTS }),
  database: historyDatabase(client, 'smart_cradle', touched, Date.now),
  now,
  report: (reason) => process.stderr.write(`${reason}\n`),
});
for (;;) {
  recorder.takeFields('cradle', { crying: second % 2, temperature: 36.5 });
  const taken = second;
  second += 1;
  await recorder.store();
  if (recorder.isStored) process.stdout.write(`${taken}\n`);
  void recorder.drain();
  await delay(5);
}
