/**
 * How long a reading takes from its MQTT message, through Home Assistant, to the screen:
 *
 *     npm start -- --json > start.json     (in another terminal)
 *     node bench/cards/mqtt-to-screen.ts start.json
 *
 * A guest cradle is announced, so that nobody else publishes its readings, and its card is watched in a browser on the
 * same machine, whose clock is the same.
 */
import { existsSync, readFileSync } from 'node:fs';
import { agentDiscovery } from '@smart-cradle/protocol/entities';
import { cradleTopics } from '@smart-cradle/protocol/topics';
import mqtt from 'mqtt';
import { chromium } from 'playwright';

const READINGS = 60;
/** What is held against, ms. */
const LIMIT = 150;

const [file] = process.argv.slice(2);
if (!file) throw new Error('give the file with the line that npm start -- --json printed');
const line = readFileSync(file, 'utf8').trim().split('\n').at(-1) ?? '';
const start = JSON.parse(line) as {
  mqtt: { url: string; username: string; password: string };
  homeAssistant: { url: string; token: string };
};
const uuid = 'cradle-bench';
const topics = cradleTopics(uuid);
const discovery = `homeassistant/device/${uuid}/config`;
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const { url, username, password } = start.mqtt;
const client = await mqtt.connectAsync(url, { username, password, protocolVersion: 5 });
const publish = (value: string) =>
  client.publishAsync(topics.temperature, JSON.stringify({ temperature: value, time: Date.now() }));
await client.publishAsync(
  discovery,
  JSON.stringify(agentDiscovery({ uuid, name: 'Bench', language: 'en', version: '0', simulated: true })),
  { qos: 1, retain: true },
);
await client.publishAsync(topics.availability, 'online', { qos: 1, retain: true });
await client.publishAsync(
  topics.availabilityOf('thermometer'),
  JSON.stringify({ state: 'online', reason: null, since: new Date().toISOString() }),
  { qos: 1, retain: true },
);

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  existsSync,
);
const browser = await chromium.launch({
  ...(executablePath ? { executablePath } : {}),
  args: ['--no-sandbox', '--disable-gpu'],
});
const times: number[] = [];
try {
  const page = await browser.newPage({ viewport: { width: 1100, height: 900 } });
  const { url: hassUrl, token } = start.homeAssistant;
  await page.addInitScript(
    ([address, accessToken]) => {
      localStorage.setItem(
        'hassTokens',
        JSON.stringify({
          hassUrl: address,
          clientId: `${address}/`,
          access_token: accessToken,
          token_type: 'Bearer',
          refresh_token: '',
          expires_in: 315_360_000,
          expires: Date.now() + 315_360_000_000,
        }),
      );
    },
    [hassUrl, token] as const,
  );
  await page.goto(`${hassUrl}/smart-cradle/overview`);
  const card = page.locator('smart-cradle-card article[aria-label=Bench]');
  await publish('36.0');
  await card.waitFor({ timeout: 60_000 });
  const value = card.locator('[data-reading=temperature]');
  await value.waitFor();
  await value.evaluate((element) => {
    const shown: Record<string, number> = {};
    Object.assign(window, { shown });
    const look = () => {
      const text = /\d\d\.\d/.exec(element.textContent ?? '')?.[0];
      if (text) shown[text] ??= Date.now();
    };
    new MutationObserver(look).observe(element, { subtree: true, childList: true, characterData: true });
  });
  for (let index = 1; index <= READINGS; index += 1) {
    const text = (35 + index / 10).toFixed(1);
    const sent = Date.now();
    await publish(text);
    await wait(330);
    const at = await page.evaluate(
      (key) => (window as unknown as { shown: Record<string, number> }).shown[key],
      text,
    );
    times.push(at === undefined ? Number.POSITIVE_INFINITY : at - sent);
  }
} finally {
  await browser.close();
  for (const topic of [discovery, topics.availability, topics.availabilityOf('thermometer')]) {
    await client.publishAsync(topic, '', { qos: 1, retain: true });
  }
  await client.publishAsync(topics.command, JSON.stringify({ action: 'forget' }), { qos: 1 });
  await client.endAsync();
}
times.sort((a, b) => a - b);
const at = (share: number) =>
  times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN;
console.log(
  `from MQTT to the screen, ${times.length} readings: median ${at(0.5)} ms, 95 % ${at(0.95)} ms, slowest ${times.at(-1)} ms (held: ${LIMIT} ms)`,
);
process.exitCode = at(0.95) <= LIMIT ? 0 : 1;
