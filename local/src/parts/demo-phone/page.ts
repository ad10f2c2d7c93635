import type { Language, Localized } from '@smart-cradle/protocol/language';
import type { Received, Screen } from './received.ts';

const TEXTS = {
  title: { en: 'Demo phone', ko: '데모 휴대전화' },
  about: {
    en: 'Stands in for a phone with the companion app: what Home Assistant would push to it comes here.',
    ko: '컴패니언 앱이 설치된 휴대전화를 대신합니다. Home Assistant가 보내는 알림이 여기에 옵니다.',
  },
  now: { en: 'On the screen', ko: '화면에 있는 알림' },
  nothing: { en: 'Nothing', ko: '없음' },
  all: { en: 'All that came', ko: '받은 알림 전체' },
  cleared: { en: 'cleared', ko: '지워짐' },
} as const satisfies Record<string, Localized>;

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}

const STYLE = `
body { font: 16px/1.45 system-ui, sans-serif; max-width: 30rem; margin: 0 auto; padding: 1rem; background: #f3f4f6; color: #1c1c1e; }
article { background: #fff; border-radius: 12px; padding: .8rem 1rem; margin: .6rem 0; box-shadow: 0 1px 3px #0003; }
article img { width: 100%; border-radius: 8px; margin-top: .5rem; }
h1 { font-size: 1.2rem; } h2 { font-size: 1rem; margin-top: 1.5rem; } h3 { font-size: 1rem; margin: 0; } p { margin: .2rem 0; }
form { display: flex; gap: .5rem; flex-wrap: wrap; margin-top: .6rem; }
button { font: inherit; min-height: 2.75rem; padding: 0 .9rem; border: 1px solid #8e8e93; border-radius: 8px; background: #fff; color: inherit; cursor: pointer; }
time, code { color: #5b5b60; font-size: .85rem; }
@media (prefers-color-scheme: dark) { body { background: #000; color: #f2f2f7; } article, button { background: #1c1c1e; } time, code { color: #aeaeb2; } }
`;

function time(at: number, language: Language): string {
  const date = new Date(at);
  return `<time datetime="${date.toISOString()}">${escapeHtml(date.toLocaleTimeString(language))}</time>`;
}

function notification(tag: string, { push, at }: Received, language: Language): string {
  const { title, message, data } = push;
  const buttons = (data?.actions ?? []).map(
    ({ action, title: label }) =>
      `<button name="action" value="${escapeHtml(action)}">${escapeHtml(label)}</button>`,
  );
  const image = data?.image
    ? `<img alt="" src="/image?of=${encodeURIComponent(data.image)}&amp;at=${at}">`
    : '';
  return `<article><h3>${escapeHtml(title ?? '')}</h3><p>${escapeHtml(message)}</p>${time(at, language)}${image}
<form method="post" action="/press"><input type="hidden" name="tag" value="${escapeHtml(tag)}">${buttons.join('')}</form></article>`;
}

function row({ push, at }: Received, language: Language): string {
  const text = push.message === 'clear_notification' ? `(${TEXTS.cleared[language]})` : push.message;
  const tag = push.data?.tag ? ` <code>${escapeHtml(push.data.tag)}</code>` : '';
  return `<li>${time(at, language)} ${escapeHtml(push.title ?? '')} ${escapeHtml(text)}${tag}</li>`;
}

/** The phone as a page that looks again every two seconds. */
export function phonePage({ shown, log }: Screen, language: Language): string {
  const notifications = [...shown].reverse().map(([tag, received]) => notification(tag, received, language));
  return `<!doctype html><html lang="${language}"><meta charset="utf-8"><meta http-equiv="refresh" content="2">
<meta name="viewport" content="width=device-width"><title>${TEXTS.title[language]}</title><style>${STYLE}</style>
<h1>${TEXTS.title[language]}</h1><p>${TEXTS.about[language]}</p>
<h2>${TEXTS.now[language]}</h2>${notifications.join('\n') || `<p>${TEXTS.nothing[language]}</p>`}
<h2>${TEXTS.all[language]}</h2><ul>${log.map((received) => row(received, language)).join('\n')}</ul></html>`;
}
