/**
 * The history from a shell: `npm run history -- --help`. Works on the database of a data folder that `npm start` runs, or
 * on the one in INFLUX_URL.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { cradleUuid } from '@smart-cradle/protocol/cradle-uuid';
import { checkSetting, defaultSettings, isSettingName } from '@smart-cradle/protocol/settings';
import { Command, InvalidArgumentError } from 'commander';
import { checkConfig } from '../../../nodes/src/duration-alert/alert-config.ts';
import { backUp, restore } from '../../../nodes/src/history/backup.ts';
import { Replay, replayableRules } from '../../../nodes/src/history/replay.ts';
import { streamRows } from '../../../nodes/src/history/row-stream.ts';
import { source } from '../../../nodes/src/history/schema.ts';
import { within } from '../../../nodes/src/history/stored.ts';
import { keptHours, TouchedHours } from '../../../nodes/src/history/touched-hours.ts';
import { stateFile } from '../../../nodes/src/shared/state-file.ts';
import { databaseOf } from './database-of.ts';
import { presentSettings } from './present-settings.ts';

const FLOW = join(import.meta.dirname, '..', '..', '..', 'flows', 'flows', 'rules.json');
const DAY = 86_400_000;

function moment(text: string): number {
  const time = Date.parse(text);
  if (!Number.isFinite(time)) throw new InvalidArgumentError('must be a date, such as 2026-11-24T22:00');
  return time;
}

function uuid(text: string): string {
  const result = cradleUuid.safeParse(text);
  if (!result.success) throw new InvalidArgumentError(result.error.issues[0]?.message ?? 'is no UUID');
  return result.data;
}

/** `name=value`, any number of times. */
function setting(text: string, before: Record<string, number | string>): Record<string, number | string> {
  const [name = '', value = ''] = text.split('=', 2);
  if (!isSettingName(name)) throw new InvalidArgumentError(`there is no setting ${JSON.stringify(name)}`);
  const checked = checkSetting(name, value);
  if (!checked.ok) throw new InvalidArgumentError(checked.reason);
  return { ...before, [name]: checked.value };
}

interface DataOption {
  data: string;
  port?: string;
}

const program = new Command('history').description('Reads, keeps and brings back what happened.');
const withData = (command: Command) =>
  command
    .option('--data <folder>', 'the folder of npm start', 'data')
    .option('--port <number>', 'the port of InfluxDB (npm start says it; INFLUX_URL names another server)');

/** Hours whose summaries are to be made again, for the statistics node to find. */
function touchedOf(data: string): TouchedHours {
  const userDirectory = join(resolve(data), 'node-red');
  return new TouchedHours(
    stateFile(userDirectory, 'sc-history-database-touched', keptHours.parse, (reason) =>
      console.error(reason),
    ),
  );
}

withData(program.command('backup'))
  .description('writes everything to a file, as it happens every night at 02:00')
  .option('--folder <folder>', 'where to (default: the backups of the data folder)')
  .action(async ({ data, port, folder }: DataOption & { folder?: string }) => {
    const target = folder ?? join(resolve(data), 'node-red', 'smart-cradle', 'backups');
    const { file, points } = await backUp(databaseOf(data, port), target, Date.now());
    console.log(`${points} points in ${file}`);
  });

withData(program.command('restore <file>'))
  .description('brings a backup back; what is there stays, and nothing is doubled')
  .action(async (file: string, { data, port }: DataOption) => {
    if (!existsSync(file)) throw new Error(`${file}: there is no such file`);
    const { restored, expired } = await restore(databaseOf(data, port), file, touchedOf(data), Date.now());
    console.log(`${restored} points restored${expired > 0 ? `, ${expired} older than what is kept` : ''}`);
  });

withData(program.command('replay'))
  .description('runs stored readings through the rules with other settings, and says when it would have rung')
  .requiredOption('--cradle <uuid>', 'which cradle', uuid)
  .option('--from <time>', 'from when on (default: 24 hours ago)', moment)
  .option('--to <time>', 'until when (default: now)', moment)
  .option('--set <name=value>', 'a setting to try; may be repeated', setting, {})
  .option('--json', 'for programs')
  .action(
    async (
      options: DataOption & {
        cradle: string;
        from?: number;
        to?: number;
        set: Record<string, number | string>;
        json?: boolean;
      },
    ) => {
      const { data, port, cradle, to = Date.now(), from = to - DAY } = options;
      if (to <= from) throw new Error('--to: must be after --from');
      const flow = JSON.parse(readFileSync(FLOW, 'utf8')) as { type: string }[];
      const present = presentSettings(data, cradle, (reason) => console.error(reason));
      if (!present) {
        console.error(
          `${data} holds no settings of ${cradle}: those that are not named are at their defaults.`,
        );
      }
      const settings = { ...(present ?? defaultSettings()), ...options.set };
      const replays = replayableRules(flow, checkConfig).map((rule) => new Replay(rule, settings));
      const statement = `SELECT "temperature", "direction", "crying" FROM ${source('reading')} WHERE ${within({ cradle, from, to })}`;
      let rows = 0;
      for await (const { values } of streamRows(databaseOf(data, port), statement)) {
        for (const [time, temperature, direction, crying] of values) {
          rows += 1;
          const row = {
            time: Number(time),
            temperature: typeof temperature === 'number' ? temperature : null,
            direction: typeof direction === 'string' ? direction : null,
            crying: typeof crying === 'number' ? crying : null,
          };
          for (const replay of replays) replay.take(row);
        }
      }
      const rings = replays.flatMap((replay) => replay.rings).sort((a, b) => a.at - b.at);
      if (options.json) {
        console.log(JSON.stringify({ rows, rings }));
        return;
      }
      if (rows === 0) throw new Error(`--cradle (${cradle}): no readings are stored in this range`);
      console.log(`${rows} seconds of readings; it would have rung ${rings.length} times:`);
      for (const { type, at, resolvedAt, value } of rings) {
        const length = resolvedAt === null ? 'to the end' : `${Math.round((resolvedAt - at) / 1000)} s`;
        console.log(`  ${new Date(at).toLocaleString()}  ${type} (${value}), ${length}`);
      }
    },
  );

try {
  await program.parseAsync();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
