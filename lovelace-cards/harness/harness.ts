/** A page to look at the cards without Home Assistant: `?card=smart-cradle-history-card&scene=alert&lang=ko&dark`. */
import '../src/smart-cradle-cards.ts';
import { drawBaby } from './fake-camera.ts';
import { fakeHome, UUID } from './fake-home.ts';
import type { StreamMode } from './fake-stream.ts';
import { scenes } from './scenes.ts';

const ask = new URLSearchParams(location.search);
const language = ask.get('lang') === 'ko' ? 'ko' : 'en';
const picture = ask.get('picture') ?? 'moving';
document.documentElement.lang = language;
document.documentElement.classList.toggle('dark', ask.has('dark'));
document.documentElement.style.setProperty('--width', `${ask.get('width') ?? 480}px`);

const realFetch = window.fetch;
let frozen: Blob | undefined;
window.fetch = async (input, init) => {
  if (!String(input).startsWith('/api/camera_proxy/')) return realFetch(input, init);
  if (picture === 'failing') return new Response('', { status: 503 });
  const freeze = picture === 'frozen' && performance.now() > 1500;
  const jpeg: Blob = freeze && frozen ? frozen : await drawBaby(ask.get('scene') ?? 'calm');
  frozen = jpeg;
  return new Response(jpeg);
};

if (ask.has('text')) document.documentElement.style.fontSize = `${ask.get('text')}%`;

interface CardElement extends HTMLElement {
  setConfig(config: unknown): void;
  hass: unknown;
}

declare global {
  interface Window {
    /** For tests: the home that the card stands in. */
    home: ReturnType<typeof fakeHome>;
  }
}

const scene = scenes(language)[ask.get('scene') ?? 'calm'] ?? {};
const cards: CardElement[] = [];
window.home = fakeHome(
  scene,
  {
    language,
    name: language === 'ko' ? '하준이 요람' : 'Nursery cradle',
    cradle: !ask.has('nothing'),
    count: Number(ask.get('count') ?? 1),
    history: !ask.has('no-history'),
    fahrenheit: ask.get('scene') === 'fahrenheit',
    stream: ask.has('stream') ? (ask.get('stream') as StreamMode) : undefined,
  },
  (hass) => {
    for (const card of cards) card.hass = hass;
  },
);
const types = (ask.get('card') ?? 'smart-cradle-card').split(',');
const shown = ask.has('each')
  ? Object.values(window.home.hass.devices).flatMap(({ identifiers }) =>
      identifiers.map(([, id]) => ['smart-cradle-card', id]),
    )
  : types.map((type) => [type, ask.has('chosen') ? undefined : (ask.get('cradle') ?? UUID)]);
for (const [type = '', cradle] of shown) {
  if (cradle === 'smart-cradle-recipients') continue;
  const card = document.createElement(type) as CardElement;
  card.setConfig({
    type: `custom:${type}`,
    cradle,
    ...(type === 'smart-cradle-card' ? { layout: ask.get('layout') ?? 'full' } : {}),
    ...(ask.has('stream') && cradle ? { stream_entity: 'camera.video' } : {}),
    ...(ask.has('care') ? { care: ask.get('care')?.split(',') } : {}),
  });
  card.hass = window.home.hass;
  cards.push(card);
  document.querySelector('main')?.append(card);
}
if (ask.has('disconnected')) window.home.connect(false);
