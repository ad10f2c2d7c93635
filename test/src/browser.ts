import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright';
import type { StartLine } from './start-line.ts';

const CHROMIUM = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

export async function openBrowser(): Promise<Browser> {
  const executablePath = CHROMIUM.find((path) => path && existsSync(path));
  return chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** Opens a page of Home Assistant as a user who has logged in before. */
export async function openLoggedIn(
  browser: Browser,
  { url, token }: StartLine['homeAssistant'],
  path: string,
  options: { width?: number; height?: number; dark?: boolean; language?: string } = {},
): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1100, height: options.height ?? 900 },
    colorScheme: options.dark ? 'dark' : 'light',
    locale: options.language ?? 'en-GB',
  });
  await context.addInitScript(
    ([hassUrl, accessToken, language]) => {
      const tokens = {
        hassUrl,
        clientId: `${hassUrl}/`,
        access_token: accessToken,
        token_type: 'Bearer',
        refresh_token: '',
        expires_in: 315_360_000,
        expires: Date.now() + 315_360_000_000,
      };
      localStorage.setItem('hassTokens', JSON.stringify(tokens));
      if (language) localStorage.setItem('selectedLanguage', JSON.stringify(language));
    },
    [url, token, options.language] as const,
  );
  const page = await context.newPage();
  await page.goto(`${url}${path}`);
  return page;
}

/** Waits until nothing of the page, shadow trees included, is on its way any more: a picture caught in a fade is dark. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const roots = (root: Document | ShadowRoot): (Document | ShadowRoot)[] => [
      root,
      ...[...root.querySelectorAll('*')].flatMap(({ shadowRoot }) => (shadowRoot ? roots(shadowRoot) : [])),
    ];
    const moving = roots(document)
      .flatMap((root) => root.getAnimations())
      .filter(({ effect }) => effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY);
    await Promise.allSettled(moving.map(({ finished }) => finished));
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  });
}
