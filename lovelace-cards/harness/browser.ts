import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright';

const PROGRAMS = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

export async function launch(): Promise<Browser> {
  const executablePath = PROGRAMS.find((path) => path && existsSync(path));
  return chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--autoplay-policy=user-gesture-required',
      // Both ends of a video connection are in one page, without a network.
      '--allow-loopback-in-peer-connection',
      '--disable-features=WebRtcHideLocalIpsWithMdns',
    ],
  });
}
