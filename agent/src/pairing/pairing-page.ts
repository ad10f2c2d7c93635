import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Language } from '@smart-cradle/protocol/language';
import type { PairingCode } from '@smart-cradle/protocol/pairing';
import { codeAsPng, codeAsSvg } from './pairing-code.ts';

const TEXTS = {
  en: {
    title: 'Join the cradle',
    how: 'Open the Home Assistant app on your phone, scan this code with its camera, and confirm.',
    until: (time: string) => `Valid until ${time}, for one phone.`,
    over: 'This code is no longer valid.',
  },
  ko: {
    title: '요람에 참여하기',
    how: '휴대폰의 카메라로 이 코드를 찍고 Home Assistant 앱에서 확인을 누르세요.',
    until: (time: string) => `${time}까지 휴대폰 한 대에만 쓸 수 있습니다.`,
    over: '이 코드는 만료되었습니다.',
  },
} as const;

const escaped = (text: string) => text.replace(/[&<>"]/g, (character) => `&#${character.codePointAt(0)};`);

/** The page that shows the code, without anything from elsewhere. */
export function pairingPage(
  { url, expires_at }: PairingCode,
  name: string,
  language: Language,
  now: Date,
): string {
  const texts = TEXTS[language];
  const expires = new Date(expires_at);
  const left = Math.ceil((expires.getTime() - now.getTime()) / 1_000);
  const time = expires.toLocaleTimeString(language, { hour: '2-digit', minute: '2-digit' });
  const valid = left > 0;
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
${valid ? `<meta http-equiv="refresh" content="${left + 1}">` : ''}
<title>${texts.title}</title>
<style>
:root { color-scheme: light dark; font: 1.1rem/1.5 system-ui, sans-serif }
main { max-width: 24rem; margin: 2rem auto; padding: 0 1rem; text-align: center }
svg { width: 100%; background: #fff; border-radius: 1rem }
</style></head>
<body><main><h1>${texts.title}: ${escaped(name)}</h1>
${valid ? `${codeAsSvg(url)}<p>${texts.how}</p><p>${texts.until(time)}</p>` : `<p>${texts.over}</p>`}
</main></body></html>
`;
}

export interface PairingServer {
  url: string;
  close(): Promise<void>;
}

/** Serves the page at `/`, and the code alone at `/code.png`. @throws Error when the port is taken. */
export async function servePairing(
  pairing: PairingCode,
  { name, language, host, port }: { name: string; language: Language; host: string; port: number },
): Promise<PairingServer> {
  const png = await codeAsPng(pairing.url);
  const server = createServer((request, response) => {
    // It lets a phone in: nobody on the way should keep it.
    response.setHeader('cache-control', 'no-store');
    const over = Date.now() >= Date.parse(pairing.expires_at);
    if (request.url === '/code.png' && !over) {
      response.writeHead(200, { 'content-type': 'image/png' }).end(png);
    } else if (request.url === '/') {
      const page = pairingPage(pairing, name, language, new Date());
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
    } else {
      response.writeHead(404).end();
    }
  });
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address();
  const actual = typeof address === 'object' && address ? address.port : port;
  return {
    url: `http://${host}:${actual}/`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
