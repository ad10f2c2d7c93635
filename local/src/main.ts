/** Brings the whole stack up on this machine: `npm start`, or `node local/src/main.ts --help`. */
import { join } from 'node:path';
import { type Context, LOOPBACK, listenHost } from './context.ts';
import { loadCredentials, secretsOf } from './credentials.ts';
import { prepareDataFolder } from './data-folder.ts';
import { lockData } from './data-lock.ts';
import { startGuard } from './guard.ts';
import { createCommand, givenSecrets, OptionError, type Options, readOptions } from './options.ts';
import { createDebianPackages } from './parts/debian-packages.ts';
import { type PortName, planPorts, takenPorts } from './ports.ts';
import { createProcessFolder } from './processes.ts';
import { createProgress } from './progress.ts';
import { planStack } from './start.ts';
import { summary } from './summary.ts';
import { Supervisor } from './supervisor.ts';

/** Milliseconds that what an earlier launcher left behind may take to end. */
const LEFT_BEHIND_LIMIT = 20_000;
/** A second signal within this time, in milliseconds, is the same Ctrl-C, passed on by npm. */
const SAME_SIGNAL = 1500;

function wantedPorts({ broker, influxdb, homeAssistant }: Options): PortName[] {
  return [
    ...(broker.kind === 'own' ? (['broker'] as const) : []),
    'nodeRed',
    ...(homeAssistant.kind === 'own' ? (['homeAssistant'] as const) : []),
    ...(influxdb.kind === 'own' ? (['influxdb', 'influxdbRpc'] as const) : []),
    ...(homeAssistant.kind === 'none' ? [] : (['phone'] as const)),
  ];
}

/** Ends with a sentence for the user. */
function refuse(sentence: string, code: number): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(code);
}

function optionsOrRefusal(): Options {
  try {
    return readOptions(createCommand(), process.argv.slice(2), process.env);
  } catch (error) {
    if (error instanceof OptionError) refuse(error.message, 2);
    throw error;
  }
}

const options = optionsOrRefusal();
const progress = createProgress();

async function run(): Promise<void> {
  prepareDataFolder(options.data);
  const unlock = lockData(options.data);
  const path = (...names: string[]) => join(options.data, ...names);
  const processes = createProcessFolder(path('processes'));
  const left = await processes.endLeftBehind(LEFT_BEHIND_LIMIT);
  if (left.length > 0)
    progress.say('Smart Cradle', `ended what an earlier start had left: ${left.join(', ')}`);

  const ports = planPorts(options.portBase);
  const open: readonly PortName[] = ['broker', 'nodeRed', 'homeAssistant'];
  const taken = await takenPorts(ports, wantedPorts(options), (name) =>
    open.includes(name) ? listenHost(options) : LOOPBACK,
  );
  if (taken.length > 0) {
    unlock();
    refuse(taken.join('\n'), 1);
  }

  const credentials = await loadCredentials(path('credentials.json'));
  const guard = startGuard();
  const given = givenSecrets(options);
  const secrets = () => [...secretsOf(credentials), ...given];
  const supervisor = new Supervisor({ logs: path('logs'), processes, guard, secrets, say: progress.say });
  const stopping = new AbortController();
  const context: Context = {
    options,
    ports,
    credentials,
    supervisor,
    debian: createDebianPackages(
      path('parts'),
      (text) => progress.say('Debian packages', text),
      stopping.signal,
    ),
    path,
    say: progress.say,
    stopped: stopping.signal,
  };
  const plan = planStack(context);

  let end: Promise<never> | undefined;
  const stop = (code: number): Promise<never> => {
    end ??= (async () => {
      stopping.abort();
      await supervisor.stopAll(plan.stopOrder);
      guard.release();
      unlock();
      progress.say('Smart Cradle', 'stopped');
      process.exit(code);
    })();
    return end;
  };
  let asked = 0;
  const onSignal = () => {
    const now = Date.now();
    if (asked === 0) {
      asked = now;
      progress.say('Smart Cradle', 'stopping; Ctrl-C again kills at once what still runs');
      void stop(0);
    } else if (now - asked > SAME_SIGNAL) supervisor.killAll();
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, onSignal);
  process.on('uncaughtException', (error) => {
    progress.say('Smart Cradle', error.stack ?? error.message);
    void stop(1);
  });

  try {
    const { line, leftOut } = await plan.start();
    progress.show(summary(line, leftOut));
    if (options.json) process.stdout.write(`${JSON.stringify(line)}\n`);
  } catch (error) {
    if (!stopping.signal.aborted) {
      progress.say('Smart Cradle', error instanceof Error ? error.message : String(error));
    }
    await stop(1);
  }
}

try {
  await run();
} catch (error) {
  refuse(error instanceof Error ? error.message : String(error), 1);
}
