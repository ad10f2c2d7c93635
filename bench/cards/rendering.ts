/**
 * What the cards cost a browser, in a home that is made up:
 *
 *     node bench/cards/rendering.ts
 *
 * - how long after the code has arrived the first card stands on the screen;
 * - which share of a processor core ten cradles with three readings a second take, and how many cards are drawn for it.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type CDPSession, chromium } from 'playwright';
import { build, preview } from 'vite';

const SECONDS = 15;
const CRADLES = 10;
/** What is held against: ms, share of a core. */
const FIRST_CARD = 200;
const SHARE = 0.1;

process.env.NODE_ENV = 'production';
const configFile = fileURLToPath(new URL('../../lovelace-cards/harness/vite.config.ts', import.meta.url));
await build({ configFile, logLevel: 'error' });
const server = await preview({ configFile, preview: { port: 0, strictPort: false }, logLevel: 'error' });
const address = server.resolvedUrls?.local[0];
const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  existsSync,
);
const browser = await chromium.launch({
  ...(executablePath ? { executablePath } : {}),
  args: ['--no-sandbox', '--disable-gpu'],
});

/** Seconds of processor time that the page's main thread has taken. */
async function busy(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'ThreadTime')?.value ?? Number.NaN;
}

/** From the arrival of the last script to the first card with a temperature, ms. */
async function firstCard(): Promise<number> {
  const page = await browser.newPage();
  await page.addInitScript(() => {
    const look = () => {
      const card = document.querySelector('smart-cradle-card');
      if (card?.shadowRoot?.querySelector('[data-reading=temperature] .value')) {
        performance.mark('first-card');
      } else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  await page.goto(`${address}?picture=failing`);
  await page.waitForFunction(() => performance.getEntriesByName('first-card').length > 0);
  const after = await page.evaluate(() => {
    const scripts = performance
      .getEntriesByType('resource')
      .filter(({ name }) => name.endsWith('.js'))
      .map((entry) => (entry as PerformanceResourceTiming).responseEnd);
    return (performance.getEntriesByName('first-card')[0]?.startTime ?? 0) - Math.max(...scripts);
  });
  await page.close();
  return after;
}

const times: number[] = [];
for (let run = 0; run < 7; run += 1) times.push(await firstCard());
times.sort((a, b) => a - b);
const median = times[3] ?? Number.NaN;

const page = await browser.newPage({ viewport: { width: 1280, height: 2000 } });
await page.goto(`${address}?picture=failing&count=${CRADLES}&each&layout=compact`);
await page.waitForFunction(
  (count) => document.querySelectorAll('smart-cradle-card').length === count,
  CRADLES,
);
await page.waitForTimeout(2000);
const session = await page.context().newCDPSession(page);
await session.send('Performance.enable');

/** Counts how often each card's content changed. */
await page.evaluate(() => {
  const counts = new Map<Element, number>();
  for (const card of document.querySelectorAll('smart-cradle-card')) {
    counts.set(card, 0);
    const drawn = card as Element & { update: (changed: unknown) => void };
    const update = drawn.update.bind(card);
    drawn.update = (changed) => {
      counts.set(card, (counts.get(card) ?? 0) + 1);
      update(changed);
    };
  }
  Object.assign(window, { drawings: counts });
});
const drawings = () =>
  page.evaluate(() =>
    [...(window as unknown as { drawings: Map<Element, number> }).drawings.values()].reduce(
      (a, b) => a + b,
      0,
    ),
  );

async function share(seconds: number, readings: boolean): Promise<{ core: number; drawn: number }> {
  const [before, drawn] = [await busy(session), await drawings()];
  const begin = performance.now();
  await page.evaluate(
    async ([duration, on, cradles]) => {
      const end = performance.now() + duration * 1000;
      let step = 0;
      while (performance.now() < end) {
        await new Promise((resolve) => setTimeout(resolve, 1000 / 3 / cradles));
        if (!on) continue;
        step += 1;
        const prefix = step % cradles === 0 ? 'cradle_abc_123' : `cradle_${(step % cradles) + 1}`;
        const value = (36.5 + (step % 7) / 10).toFixed(1);
        window.home.set(`sensor.${prefix}_temperature`, value, { unit_of_measurement: '°C' });
      }
    },
    [seconds, readings, CRADLES] as const,
  );
  const elapsed = (performance.now() - begin) / 1000;
  return { core: ((await busy(session)) - before) / elapsed, drawn: ((await drawings()) - drawn) / elapsed };
}

const idle = await share(SECONDS, false);
const loaded = await share(SECONDS, true);
await browser.close();
await server.close();
const percent = (value: number) => `${(value * 100).toFixed(1)} %`;
console.log(
  `first card after the code arrived: ${median.toFixed(0)} ms (median of 7; held: ${FIRST_CARD} ms)`,
);
console.log(
  `ten cradles, no readings:          ${percent(idle.core)} of a core, ${idle.drawn.toFixed(1)} cards drawn a second`,
);
console.log(
  `ten cradles, 3 readings/s each:    ${percent(loaded.core)} of a core, ${loaded.drawn.toFixed(1)} cards drawn a second (held: ${percent(SHARE)})`,
);
process.exitCode = median <= FIRST_CARD && loaded.core <= SHARE ? 0 : 1;
