import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Context, LOOPBACK } from '../../context.ts';
import { answers, untilTrue } from '../../waiting.ts';
import { writeConfiguration } from './configuration.ts';
import { installHomeAssistant } from './install.ts';
import { pythonEnvironment } from './python.ts';
import { isServing } from './serving.ts';

/** How the other parts reach Home Assistant on this machine. */
export interface HomeAssistant {
  url: string;
  version: string;
}

const TITLE = 'Home Assistant';
const ROOT = join(import.meta.dirname, '..', '..', '..', '..');

/** What of ours goes into Home Assistant. */
const OURS = {
  packageFile: join(ROOT, 'homeassistant', 'packages', 'smart_cradle.yaml'),
  cardsDirectory: join(ROOT, 'lovelace-cards', 'dist'),
};

/** The template that `rest_command` makes an address of: all fields come from the one who calls it. */
export function historyUrl(
  nodeRed: string,
  page = '',
  fields: readonly string[] = ['cradle', 'from', 'to', 'resolution', 'include'],
): string {
  // Of what is not given nothing is sent, and Node-RED takes its default.
  const query = fields.map(
    (name) => `{% if ${name} is defined %}${name}={{ ${name} | string | urlencode }}&{% endif %}`,
  );
  return `${nodeRed}/smart-cradle/history${page}?${query.join('')}`;
}

/** The country in the name of a locale, such as KR in `ko_KR.UTF-8`. */
export function countryOf(locale: string | undefined): string | undefined {
  return /^[a-z]{2,3}[_-]([A-Z]{2})\b/.exec(locale ?? '')?.[1];
}

/**
 * Home Assistant of our own: installed when it is not there, configured, started.
 * @throws Error, or SetupError with a sentence for the user.
 */
export async function startHomeAssistant(context: Context, ours = OURS): Promise<HomeAssistant> {
  const { supervisor, ports, credentials, options, path, say, stopped } = context;
  for (const file of Object.values(ours)) {
    if (!existsSync(file))
      throw new Error(`Home Assistant needs ${file}, which is not there: run npm run build.`);
  }
  const { hass, version } = await installHomeAssistant({
    directory: path('parts', 'home-assistant'),
    signal: stopped,
    onProgress: (text) => say(TITLE, text),
  });
  const directory = path('home-assistant');
  const { LC_ALL, LC_MESSAGES, LANG } = process.env;
  await writeConfiguration({
    directory,
    port: ports.homeAssistant,
    lan: options.lan,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    language: options.language,
    country: countryOf(LC_ALL || LC_MESSAGES || LANG),
    ...ours,
    secrets: {
      smart_cradle_history_url: historyUrl(`http://${LOOPBACK}:${ports.nodeRed}`),
      smart_cradle_time_lapse_url: historyUrl(`http://${LOOPBACK}:${ports.nodeRed}`, '/time-lapse', [
        'cradle',
        'night',
      ]),
      smart_cradle_history_authorization: `Bearer ${credentials.nodeRed.historyToken}`,
      smart_cradle_language: options.language,
    },
  });
  const url = `http://${LOOPBACK}:${ports.homeAssistant}`;
  say(TITLE, `starting ${version}`);
  await supervisor.start({
    part: 'home-assistant',
    title: TITLE,
    command: hass,
    args: ['--config', directory, '--skip-pip'],
    environment: pythonEnvironment(process.env),
    ready: (ended) => untilTrue((signal) => isServing(url, credentials.homeAssistant.token, signal), ended),
    alive: (signal) => answers(`${url}/manifest.json`, [200], signal),
    readyLimit: 120_000,
    stopLimit: 30_000,
  });
  say(TITLE, `ready on port ${ports.homeAssistant}`);
  return { url, version };
}
