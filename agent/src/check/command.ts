import { join } from 'node:path';
import type { Command } from 'commander';
import { loadConfig } from '../config/load.ts';
import { configOption } from '../config/option.ts';
import { readerLanguage } from '../reader-language.ts';
import { sourcesOf } from '../sources.ts';
import { checkDevices } from './check.ts';
import { reportLine } from './texts.ts';

interface Options {
  config?: string;
  output?: string;
  motor?: boolean;
}

export function registerCheckCommand(program: Command): void {
  program
    .command('check')
    .description(
      'try each device and say what was found; stop the agent first, a device serves one at a time',
    )
    .addOption(configOption())
    .option('--output <folder>', 'where the picture is written (default: check in the data folder)')
    .option('--motor', 'also move the motor for a second: look first that nobody lies in the bed')
    .action(async ({ config: file, output, motor = false }: Options) => {
      const config = loadConfig(file, process.env);
      const language = readerLanguage(config.language, process.env);
      const good = await checkDevices({
        config,
        sources: sourcesOf(config, new Date()),
        language,
        folder: output ?? join(config.data_directory, 'check'),
        motor,
        onFinding: (finding) => process.stdout.write(`${reportLine(finding, language)}\n`),
      });
      process.exitCode = good ? 0 : 1;
    });
}
