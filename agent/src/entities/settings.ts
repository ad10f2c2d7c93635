import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import {
  checkSetting,
  defaultSettings,
  type SettingName,
  type SettingValues,
  settingsOf,
} from '@smart-cradle/protocol/settings';
import writeFileAtomic from 'write-file-atomic';
import { type Log, messageOf } from '../log.ts';
import type { Inbox } from '../mqtt/inbox.ts';
import type { Rejections } from '../mqtt/rejections.ts';
import type { Part } from '../part.ts';
import type { Outlets } from './outlets.ts';

export interface SettingsOptions {
  /** JSON; written whole or not at all. */
  file: string;
  outlets: Outlets;
  inbox: Inbox;
  rejections: Rejections;
  log: Log;
  /** Told why a change was not stored. */
  onNotStored?(error: unknown): void;
}

const NAMES = settingsOf('agent');

/** The device's own settings. The file is the truth; the topics mirror it. */
export class Settings implements Part {
  readonly #options: SettingsOptions;
  #values: SettingValues = defaultSettings();
  /** One change after another: each is on the disk before it is told. */
  #changes: Promise<void> = Promise.resolve();

  constructor(options: SettingsOptions) {
    this.#options = options;
    const { topics } = options.outlets;
    for (const name of NAMES) {
      options.inbox.onText(topics.settingSet(name), (text, retained) => {
        this.#changes = this.#changes.then(() => this.#change(name, text, retained));
      });
    }
  }

  get values(): Readonly<SettingValues> {
    return this.#values;
  }

  async start(): Promise<void> {
    this.#values = { ...this.#values, ...(await this.#read()) };
    for (const name of NAMES) this.#publish(name);
  }

  async stop(): Promise<void> {
    await this.#changes;
  }

  async #read(): Promise<Partial<SettingValues>> {
    const { file, log } = this.#options;
    let stored: unknown;
    try {
      stored = JSON.parse(await readFile(file, 'utf8'));
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
      log.error({ file, reason: messageOf(error) }, 'settings: the file is not read, defaults are used');
      return {};
    }
    const entries = NAMES.flatMap((name): [SettingName, number | string][] => {
      const value: unknown =
        typeof stored === 'object' && stored !== null ? Reflect.get(stored, name) : undefined;
      if (value === undefined) return [];
      const checked = checkSetting(name, String(value));
      if (checked.ok) return [[name, checked.value]];
      log.error({ file, reason: checked.reason }, 'settings: a stored value is wrong, its default is used');
      return [];
    });
    return Object.fromEntries(entries);
  }

  async #change(name: SettingName, text: string, retained: boolean): Promise<void> {
    const { topics } = this.#options.outlets;
    if (retained) {
      this.#options.rejections.note(topics.settingSet(name), 'a retained command is refused: it may be old');
      return;
    }
    const checked = checkSetting(name, text);
    if (!checked.ok) {
      this.#refuse(name, checked.reason);
      return;
    }
    const values = { ...this.#values, [name]: checked.value };
    try {
      await this.#write(values);
    } catch (error) {
      this.#options.onNotStored?.(error);
      this.#refuse(name, `${name} is not stored: ${messageOf(error)}`);
      return;
    }
    this.#values = values;
    this.#publish(name);
    this.#options.log.info({ setting: name, value: checked.value }, 'settings: changed');
  }

  async #write(values: SettingValues): Promise<void> {
    const { file } = this.#options;
    const own = Object.fromEntries(NAMES.map((name) => [name, values[name]]));
    await mkdir(dirname(file), { recursive: true });
    await writeFileAtomic(file, `${JSON.stringify(own, null, 2)}\n`);
  }

  #refuse(name: SettingName, reason: string): void {
    const { outlets, rejections } = this.#options;
    rejections.note(outlets.topics.settingSet(name), reason);
    outlets.outbox.live(outlets.topics.settingError, reason);
    this.#publish(name);
  }

  #publish(name: SettingName): void {
    const { topics, outbox } = this.#options.outlets;
    outbox.state(topics.setting(name), String(this.#values[name]));
  }
}
