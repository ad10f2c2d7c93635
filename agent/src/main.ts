#!/usr/bin/env node
import manifest from '../package.json' with { type: 'json' };
import { createAgent } from './agent.ts';
import { createCommandLine, WRONG_USE } from './command-line.ts';
import { ConfigError, loadConfig } from './config/load.ts';
import { createLog, messageOf } from './log.ts';

/** ms from the signal to the end, whatever hangs. */
const END_WITHIN = 2_800;

try {
  await createCommandLine(run, process.env).parseAsync();
} catch (error) {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exit(error instanceof ConfigError ? WRONG_USE : 1);
}

async function run({ config: file }: { config?: string }): Promise<void> {
  const config = loadConfig(file, process.env);
  const log = createLog(config.log);
  log.info({ version: manifest.version, uuid: config.uuid, source: config.source }, 'agent: starting');
  const agent = createAgent(config, log);
  let ending = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (ending) return;
      ending = true;
      log.info({ signal }, 'agent: ending');
      setTimeout(() => process.exit(0), END_WITHIN);
      Promise.resolve(agent.stop()).then(
        () => process.exit(0),
        (error) => {
          log.error({ reason: messageOf(error) }, 'agent: not ended in order');
          process.exit(1);
        },
      );
    });
  }
  // A write beyond a file size limit fails and is told; by default, and with write-file-atomic, it would end the agent.
  process.on('SIGXFSZ', () => {});
  await agent.start();
}
