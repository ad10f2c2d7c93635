#!/usr/bin/env node
import { program } from 'commander';
import manifest from '../package.json' with { type: 'json' };
import { createAgent } from './agent.ts';
import { configHelp } from './config/keys.ts';
import { ConfigError, loadConfig } from './config/load.ts';
import { createLog, messageOf } from './log.ts';

/** ms from the signal to the end, whatever hangs. */
const END_WITHIN = 2_800;

program
  .name('smart-cradle-agent')
  .description('watches and rocks one cradle')
  .version(manifest.version)
  .showHelpAfterError();
program
  .command('run', { isDefault: true })
  .description('serve the cradle until SIGTERM or SIGINT')
  .option('--config <file>', 'YAML file; each key is also an environment variable')
  .addHelpText('after', `\n${configHelp()}`)
  .action(run);
try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exit(1);
}

async function run({ config: file }: { config?: string }): Promise<void> {
  let config: ReturnType<typeof loadConfig>;
  try {
    config = loadConfig(file, process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
    return;
  }
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
  await agent.start();
}
