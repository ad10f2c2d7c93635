import { Command } from 'commander';
import manifest from '../package.json' with { type: 'json' };
import { registerCheckCommand } from './check/command.ts';
import { configHelp } from './config/keys.ts';
import { configOption } from './config/option.ts';
import { registerQrCommand } from './pairing/command.ts';
import { readerLanguage } from './reader-language.ts';

/** Exit code of what was called wrongly, or configured wrongly. */
export const WRONG_USE = 2;

const TEXTS = {
  en: {
    agent: 'watches and rocks one cradle',
    run: 'serve the cradle until SIGTERM or SIGINT',
    help: 'display this help',
    version: 'display the version',
    more: (name: string) => `(${name} --help says what is allowed)`,
    unknown: (word: string, names: string) => `error: command (${word}): must be one of ${names}`,
    titles: {} as Record<string, string>,
  },
  ko: {
    agent: '요람 하나를 지켜보고 흔듭니다',
    run: 'SIGTERM이나 SIGINT를 받을 때까지 요람을 지켜봅니다',
    help: '이 도움말을 보여 줍니다',
    version: '버전을 보여 줍니다',
    more: (name: string) => `(${name} --help 로 쓸 수 있는 것을 볼 수 있습니다)`,
    unknown: (word: string, names: string) => `오류: 명령 (${word}): ${names} 중 하나여야 합니다`,
    titles: { 'Usage:': '사용법:', 'Options:': '옵션:', 'Commands:': '명령:' } as Record<string, string>,
  },
} as const;

/**
 * The commands `run` (also without a name), `check` and `qr`. It ends with 0 when all is well, 1 when something does not
 * work, 2 when it is called or configured wrongly.
 *
 * @param environment whose language the help is in
 */
export function createCommandLine(
  run: (options: { config?: string }) => Promise<void>,
  environment: Readonly<Record<string, string | undefined>>,
): Command {
  const language = readerLanguage('auto', environment);
  const texts = TEXTS[language];
  const name = 'smart-cradle-agent';
  const program = new Command(name)
    .description(texts.agent)
    .version(manifest.version, '-V, --version', texts.version)
    .helpOption('-h, --help', texts.help)
    .helpCommand(false)
    .configureHelp({ styleTitle: (title) => texts.titles[title] ?? title })
    .showHelpAfterError(texts.more(name))
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : WRONG_USE));
  program
    .command('run', { isDefault: true })
    .description(texts.run)
    .helpOption('-h, --help', texts.help)
    .addOption(configOption(language))
    .addHelpText('after', `\n${configHelp(language)}`)
    .argument('[command]')
    .usage('[options]')
    .action(async (word: string | undefined, options: { config?: string }, command: Command) => {
      // A word that is no command comes here, since this is the command without a name.
      const names = program.commands.map((each) => each.name()).join(', ');
      if (word !== undefined) command.error(texts.unknown(word, names));
      await run(options);
    });
  registerCheckCommand(program, language);
  registerQrCommand(program, language);
  for (const command of program.commands) command.helpOption('-h, --help', texts.help);
  return program;
}
