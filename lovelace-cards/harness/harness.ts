/** A page to look at the cards without Home Assistant: `?scene=alert&lang=ko&dark&layout=compact&width=400`. */
import '../src/smart-cradle-cards.ts';
import { drawBaby } from './fake-camera.ts';
import { fakeHome, UUID } from './fake-home.ts';
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

interface CardElement extends HTMLElement {
  setConfig(config: unknown): void;
  hass: unknown;
}

const scene = scenes(language)[ask.get('scene') ?? 'calm'] ?? {};
const name = language === 'ko' ? '하준이 요람' : 'Nursery cradle';
const hass = fakeHome(scene, language, name, !ask.has('nothing'));
if (ask.has('disconnected')) hass.connected = false;

const card = document.createElement('smart-cradle-card') as CardElement;
card.setConfig({
  type: 'custom:smart-cradle-card',
  cradle: ask.get('cradle') ?? UUID,
  layout: ask.get('layout') ?? 'full',
});
card.hass = hass;
document.querySelector('main')?.append(card);
