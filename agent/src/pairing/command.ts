import { writeFile } from 'node:fs/promises';
import type { Language } from '@smart-cradle/protocol/language';
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
    what: "show the code with which a parent's phone joins the cradle",
    png: 'also write the code as a picture',
    serve: 'also serve it as a page until it expires',
    host: 'where to serve it; 0.0.0.0 lets whoever reaches this machine join',
    port: 'It must be a port from 0 to 65535; 0: any that is free.',
  },
  ko: {
    how: '휴대폰의 카메라로 찍고 Home Assistant 앱에서 확인을 누르세요.',
    until: (time: string) => `${time}까지 휴대폰 한 대에만 쓸 수 있습니다.`,
    served: (url: string) => `그때까지 ${url} 과 ${url}code.png 에서도 볼 수 있습니다. Ctrl+C로 끝냅니다.`,
    what: '부모의 휴대폰이 요람에 참여하는 코드를 보여 줍니다',
    png: '코드를 그림 파일로도 저장합니다',
    serve: '코드가 만료될 때까지 웹 페이지로도 보여 줍니다',
    host: '페이지를 제공할 주소. 0.0.0.0이면 이 기기에 접근할 수 있는 누구나 참여할 수 있습니다',
    port: '0부터 65535까지의 포트여야 합니다. 0: 비어 있는 아무 포트.',
  },
} as const;

export function registerQrCommand(program: Command, reader: Language): void {
  const texts = TEXTS[reader];
  program
    .command('qr')
    .description(texts.what)
    .addOption(configOption(reader))
    .option('--png <file>', texts.png)
    .option('--serve <port>', texts.serve, (text: string) => port(text, texts.port))
    .option('--host <address>', texts.host, '127.0.0.1')
    .action(showCode);
}

async function showCode({ config: file, png, serve, host }: Options): Promise<void> {
  const config = loadConfig(file, process.env);
  const language = readerLanguage(config.language, process.env);
  const texts = TEXTS[language];
  const pairing = await askForPairing(config, language);
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

function port(text: string, allowed: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > 65_535) throw new InvalidArgumentError(allowed);
  return value;
}
