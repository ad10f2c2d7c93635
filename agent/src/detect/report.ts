import { writeFile } from 'node:fs/promises';
import type { Language, Localized } from '@smart-cradle/protocol/language';

/** One part of a page: a heading, figures in a row, and then whatever HTML or SVG shows it. */
export interface ReportSection {
  title: string;
  figures?: readonly (readonly [label: string, value: string])[];
  /** HTML or SVG, one block each; {@link escapeHtml} what comes from outside. */
  content: readonly string[];
}

export interface Report {
  title: string;
  /** One sentence under the title: what was judged, and how. */
  summary: string;
  language: Language;
  sections: readonly ReportSection[];
}

const DISCLAIMER: Localized = {
  en: 'Smart Cradle is a helper, not a medical device.',
  ko: '스마트 요람은 도우미이며 의료기기가 아닙니다.',
};

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; --line: #8884; --accent: #1769aa; --hit: #c62828; }
@media (prefers-color-scheme: dark) { :root { --accent: #6cb6ff; --hit: #ff8a80; } }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; overflow-wrap: anywhere; }
dl { display: flex; flex-wrap: wrap; gap: .25rem 2rem; margin: 0 0 .5rem; }
dl div { display: flex; gap: .5rem; } dt { opacity: .7; } dd { margin: 0; font-variant-numeric: tabular-nums; }
section > img, section > svg { max-width: 100%; height: auto; }
audio { width: 100%; }
footer { margin: 3rem 0 1rem; border-top: 1px solid var(--line); padding-top: .5rem; opacity: .7; }
`;

export function escapeHtml(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replace(/[&<>"]/g, (character) => entities[character] ?? character);
}

/** A page that stands alone: no script, nothing fetched. */
export function reportPage({ title, summary, language, sections }: Report): string {
  const parts = sections.map(({ title: heading, figures = [], content }) => {
    const list = figures.map(
      ([label, value]) => `<div><dt>${escapeHtml(label)}</dt><dd>${escapeHtml(value)}</dd></div>`,
    );
    const figure = list.length > 0 ? `<dl>${list.join('')}</dl>` : '';
    return `<section><h2>${escapeHtml(heading)}</h2>${figure}${content.join('\n')}</section>`;
  });
  return `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title><style>${STYLE}</style></head>
<body>
<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(summary)}</p>
${parts.join('\n')}
<footer>${DISCLAIMER[language]}</footer>
</body>
</html>
`;
}

/** @throws Error when the file cannot be written. */
export async function writeReport(file: string, report: Report): Promise<void> {
  await writeFile(file, reportPage(report));
}
