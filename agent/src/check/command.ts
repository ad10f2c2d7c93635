import { join } from 'node:path';
import type { Language } from '@smart-cradle/protocol/language';
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

const HELP = {
  en: {
    what: 'try each device and say what was found; stop the agent first, a device serves one at a time',
    output: 'where the picture is written (default: check in the data folder)',
    motor: 'also move the motor for a second: look first that nobody lies in the bed',
  },
  ko: {
    what: '장치를 하나씩 시험하고 결과를 알려 줍니다. 장치는 한 번에 하나만 쓸 수 있으니 먼저 에이전트를 멈추세요',
    output: '영상을 저장할 폴더 (기본값: 데이터 폴더의 check)',
    motor: '모터도 1초 동안 움직입니다. 먼저 침대가 비어 있는지 확인하세요',
  },
} as const;

export function registerCheckCommand(program: Command, reader: Language): void {
  const texts = HELP[reader];
  program
    .command('check')
    .description(texts.what)
    .addOption(configOption(reader))
    .option('--output <folder>', texts.output)
    .option('--motor', texts.motor)
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
