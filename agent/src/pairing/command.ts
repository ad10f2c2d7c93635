import { writeFile } from 'node:fs/promises';
import { type Command, InvalidArgumentError } from 'commander';
import { loadConfig } from '../config/load.ts';
import { configOption } from '../config/option.ts';
import { readerLanguage } from '../reader-language.ts';
import { askForPairing } from './ask-for-pairing.ts';
import { codeAsPng, codeForTerminal } from './pairing-code.ts';
import { servePairing } from './pairing-page.ts';

interface Options {
  config?: string;
  png?: string;
  serve?: number;
  host: string;
}

const TEXTS = {
  en: {
    how: "Scan it with the phone's camera and confirm in the Home Assistant app.",
    until: (time: string) => `Valid until ${time}, for one phone.`,
    served: (url: string) => `Also at ${url} and ${url}code.png until then; Ctrl+C ends it.`,
  },
  ko: {
    how: '휴대폰의 카메라로 찍고 Home Assistant 앱에서 확인을 누르세요.',
    until: (time: string) => `${time}까지 휴대폰 한 대에만 쓸 수 있습니다.`,
    served: (url: string) => `그때까지 ${url} 과 ${url}code.png 에서도 볼 수 있습니다. Ctrl+C로 끝냅니다.`,
  },
} as const;

export function registerQrCommand(program: Command): void {
  program
    .command('qr')
    .description("show the code with which a parent's phone joins the cradle")
    .addOption(configOption())
    .option('--png <file>', 'also write the code as a picture')
    .option('--serve <port>', 'also serve it as a page until it expires', port)
    .option(
      '--host <address>',
      'where to serve it; 0.0.0.0 lets whoever reaches this machine join',
      '127.0.0.1',
    )
    .action(showCode);
}

async function showCode({ config: file, png, serve, host }: Options): Promise<void> {
  const config = loadConfig(file, process.env);
  const language = readerLanguage(config.language, process.env);
  const texts = TEXTS[language];
  const pairing = await askForPairing(config);
  const { url, expires_at } = pairing;
  const time = new Date(expires_at).toLocaleTimeString(language, { hour: '2-digit', minute: '2-digit' });
  process.stdout.write(`${codeForTerminal(url)}\n${texts.how}\n${texts.until(time)}\n`);
  if (png) await writeFile(png, await codeAsPng(url), { mode: 0o600 });
  if (serve === undefined) return;
  const name = config.name ?? config.uuid;
  const server = await servePairing(pairing, { name, language, host, port: serve });
  process.stdout.write(`${texts.served(server.url)}\n`);
  await new Promise<void>((resolve) => {
    setTimeout(resolve, Math.max(0, Date.parse(expires_at) - Date.now()));
    process.once('SIGINT', () => resolve());
  });
  await server.close();
}

function port(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > 65_535)
    throw new InvalidArgumentError('It must be a port from 0 to 65535; 0: any that is free.');
  return value;
}
