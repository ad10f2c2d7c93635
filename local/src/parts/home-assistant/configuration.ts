import { existsSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { mirrorFolder, writeWhenChanged } from './copy-files.ts';
import {
  entriesStorage,
  type Home,
  homeStorage,
  httpStorage,
  type Listening,
  onboardingStorage,
  readStorage,
  saveStorage,
} from './storage.ts';

/** For `!secret` in the package: name and value. */
export type Secrets = Readonly<Record<string, string>>;

export interface Configuration extends Listening, Home {
  /** Home Assistant's configuration folder. */
  directory: string;
  /** The YAML of our package, copied at each start. */
  packageFile: string;
  /** The built cards, copied at each start to where Home Assistant serves them as `/local/smart-cradle/`. */
  cardsDirectory: string;
  secrets: Secrets;
}

/**
 * Written once: from then on the file is the user's. What is ours is in the package. `default_config` is left out:
 * it would ask the internet for alerts and updates, search the network and the air for devices, and offer a cloud.
 */
export const CONFIGURATION = `# Written once by Smart Cradle, and never changed by it again: add what you like.
# What the cradle needs stands in packages/smart_cradle.yaml, which is replaced at each start: do not edit that one.
# Address and port are given by the options of the start (--port-base, --lan).

homeassistant:
  packages: !include_dir_named packages
  # Where the media browser finds the pictures of the cradles.
  media_dirs: !include media_dirs.yaml

frontend:
history:
logbook:
recorder:
media_source:
mobile_app:

logger:
  default: warning
  filters:
    # Without libturbojpeg in the system, pictures are sent in the size in which they come.
    homeassistant.components.camera.img_util:
      - Error loading libturbojpeg

# What is made in the user interface.
automation ui: !include automations.yaml
script ui: !include scripts.yaml
scene ui: !include scenes.yaml
`;

/** What the user interface makes goes into these files, which must be there. */
const MADE_IN_INTERFACE: Readonly<Record<string, string>> = {
  'automations.yaml': '[]\n',
  'scripts.yaml': '{}\n',
  'scenes.yaml': '[]\n',
};

/** The secrets file with our lines at its end; those of the user stay. A value is quoted as JSON, which YAML reads. */
export function withSecrets(text: string, secrets: Secrets): string {
  const names = Object.keys(secrets);
  const others = text
    .trimEnd()
    .split('\n')
    .filter((line) => !names.some((name) => line.startsWith(`${name}:`)));
  const ours = Object.entries(secrets).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  const before = others.join('\n').trimEnd();
  return `${before === '' ? '' : `${before}\n`}${ours.join('\n')}\n`;
}

function textOf(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

/** Makes Home Assistant's configuration folder, or brings it up to date; what the user wrote there stays. */
export async function writeConfiguration(configuration: Configuration): Promise<void> {
  const { directory, packageFile, cardsDirectory, secrets } = configuration;
  const path = (...names: string[]) => join(directory, ...names);
  await mkdir(path('.storage'), { recursive: true });
  for (const [name, content] of Object.entries({
    ...MADE_IN_INTERFACE,
    'configuration.yaml': CONFIGURATION,
  })) {
    if (!existsSync(path(name))) await writeWhenChanged(path(name), content);
  }
  // In a container Home Assistant would look into /media, which is not ours.
  await mkdir(path('media'), { recursive: true });
  await writeWhenChanged(path('media_dirs.yaml'), `local: ${JSON.stringify(path('media'))}\n`);
  await writeWhenChanged(path('packages', 'smart_cradle.yaml'), readFileSync(packageFile));
  await mirrorFolder(cardsDirectory, path('www', 'smart-cradle'));
  await writeWhenChanged(path('secrets.yaml'), withSecrets(textOf(path('secrets.yaml')), secrets), 0o600);

  const storage = (key: string) => path('.storage', key);
  await saveStorage(storage('http'), httpStorage(configuration, readStorage(storage('http'))));
  for (const content of [homeStorage(configuration), onboardingStorage(), entriesStorage()]) {
    if (!existsSync(storage(content.key))) await saveStorage(storage(content.key), content);
  }
}
