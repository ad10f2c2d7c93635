import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import {
  type Phone,
  pressAction,
  registerPhone,
  updatePhone,
} from '@smart-cradle/homeassistant/companion-app';
import { languageOf } from '@smart-cradle/protocol/language';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { type Context, LOOPBACK } from '../../context.ts';
import { phonePage } from './page.ts';
import { EMPTY_SCREEN, pushMessage, receive, type Screen } from './received.ts';

const TITLE = 'Demo phone';
const NAME = 'Demo phone';
/** Bytes of the largest request that is read. */
const LARGEST = 100_000;

const kept = z.object({ deviceId: z.string(), webhookId: z.string().optional() });

interface House {
  url: string;
  token: string;
}

function readKept(file: string): z.output<typeof kept> {
  try {
    return kept.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    // It is the first start, or the file is broken: a new phone takes the place of the old one.
    return { deviceId: randomUUID() };
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > LARGEST) throw new Error(`more than ${LARGEST} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/**
 * A phone with the companion app, for those who have none at hand: it registers itself as the app does, and shows on a
 * page what Home Assistant pushes to it, with working buttons.
 * @returns its address, and what ends it.
 */
export async function startDemoPhone(
  { path, ports, say }: Context,
  house: House,
): Promise<{ url: string; close(): void }> {
  const url = `http://${LOOPBACK}:${ports.phone}`;
  const phone: Phone = { name: NAME, deviceId: '', pushUrl: `${url}/push` };
  const file = path('demo-phone.json');
  const known = readKept(file);
  phone.deviceId = known.deviceId;
  let { webhookId } = known;
  let screen: Screen = EMPTY_SCREEN;

  const answer = (response: ServerResponse, status: number, body: string | Buffer, type: string) => {
    response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
  };

  const press = async (request: IncomingMessage, response: ServerResponse) => {
    const { origin } = request.headers;
    // A page of somebody else's in the same browser must not press buttons here.
    if (origin !== undefined && origin !== url) return answer(response, 403, 'not from here', 'text/plain');
    const form = new URLSearchParams(await bodyOf(request));
    const action = form.get('action');
    if (action && webhookId) await pressAction(house.url, webhookId, action, form.get('tag') ?? '', NAME);
    response.writeHead(303, { location: '/notifications' }).end();
  };

  /** The picture of a notification, fetched as the app does: with the user's own token. */
  const image = async (of: string, response: ServerResponse) => {
    if (!/^\/api\/image_proxy\/image\.[a-z0-9_]+$/.test(of)) return answer(response, 404, '', 'text/plain');
    const picture = await fetch(`${house.url}${of}`, { headers: { authorization: `Bearer ${house.token}` } });
    answer(response, picture.status, Buffer.from(await picture.arrayBuffer()), 'image/jpeg');
  };

  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', url);
    if (request.method === 'POST' && pathname === '/push') {
      const push = pushMessage.parse(JSON.parse(await bodyOf(request)));
      screen = receive(screen, push, Date.now());
      return answer(response, 201, '{}', 'application/json');
    }
    if (request.method === 'POST' && pathname === '/press') return press(request, response);
    if (pathname === '/image') return image(searchParams.get('of') ?? '', response);
    if (pathname === '/' || pathname === '/notifications') {
      const language = languageOf(request.headers['accept-language']);
      return answer(response, 200, phonePage(screen, language), 'text/html; charset=utf-8');
    }
    if (pathname === '/notifications.json')
      return answer(response, 200, JSON.stringify(screen.log), 'application/json');
    answer(response, 404, 'no such page', 'text/plain');
  };

  const server = createServer((request, response) => {
    serve(request, response).catch((error) => {
      say(TITLE, error instanceof Error ? error.message : String(error));
      if (!response.headersSent) answer(response, 400, 'not understood', 'text/plain');
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(ports.phone, LOOPBACK, resolve);
  });

  if (!webhookId || !(await updatePhone(house.url, webhookId, phone))) {
    webhookId = await registerPhone(house.url, house.token, phone);
    await writeFileAtomic(file, `${JSON.stringify({ deviceId: phone.deviceId, webhookId })}\n`, {
      mode: 0o600,
    });
  }
  say(TITLE, `ready on port ${ports.phone}`);
  return {
    url,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
