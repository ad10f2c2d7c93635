import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type ClipLabel, type ClipState, clipSetMessage } from '@smart-cradle/protocol/clips';
import writeFileAtomic from 'write-file-atomic';
import type { RecentSound } from '../detection/cry/sound-history.ts';
import { type Log, messageOf } from '../log.ts';
import type { Inbox } from '../mqtt/inbox.ts';
import type { Rejections } from '../mqtt/rejections.ts';
import type { Part } from '../part.ts';
import { SAMPLE_RATE } from '../sensors/programs.ts';
import { encodeWav } from '../sensors/wav-file.ts';
import type { Outlets } from './outlets.ts';

export interface ClipsOptions {
  folder: string;
  /** Clips that are kept; the oldest goes first. */
  most: number;
  /** The last minute. */
  sound(): RecentSound;
  outlets: Outlets;
  inbox: Inbox;
  rejections: Rejections;
  log: Log;
}

/** Seconds below which there is nothing to judge. */
const SHORTEST = 2;

/**
 * Keeps the last minute of sound on this device when a parent asks for it: a WAV file, and beside it a JSON file that
 * says why and what the detector had said. Nothing is kept unless asked, and no sound leaves the device.
 * `npm run detect -- cry --replay FOLDER` judges them again.
 */
export class Clips implements Part {
  readonly #options: ClipsOptions;
  #state: ClipState = { count: 0, last: null, error: null };
  /** One after another. */
  #work: Promise<void> = Promise.resolve();

  constructor(options: ClipsOptions) {
    this.#options = options;
    const { topics } = options.outlets;
    options.inbox.onJson(topics.clipSet, clipSetMessage, ({ label, by }, retained) => {
      if (retained) {
        options.rejections.note(topics.clipSet, 'a retained command is refused: it may be old');
        return;
      }
      // The sound of this moment, whatever is still being written.
      const sound = options.sound();
      const date = options.outlets.stamp().date;
      this.#work = this.#work.then(() => this.#keep(label, by ?? null, sound, date));
    });
  }

  async start(): Promise<void> {
    this.#state = { ...this.#state, count: (await this.#kept()).length };
    this.#publish();
  }

  async stop(): Promise<void> {
    await this.#work;
  }

  async #keep(label: ClipLabel, by: string | null, sound: RecentSound, date: Date): Promise<void> {
    const { folder, most, log } = this.#options;
    const seconds = sound.samples.length / SAMPLE_RATE;
    try {
      if (most === 0) throw new Error('clips are switched off in the configuration (clips.most: 0)');
      if (seconds < SHORTEST) throw new Error('the microphone has not been heard for 2 s');
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const name = join(folder, `${date.toISOString().replaceAll(':', '-')}-${label}`);
      await writeFileAtomic(`${name}.wav`, encodeWav(sound.samples, SAMPLE_RATE), { mode: 0o600 });
      const beside = { label, by, time: date.toISOString(), seconds, windows: sound.windows };
      await writeFileAtomic(`${name}.json`, `${JSON.stringify(beside, null, 2)}\n`, { mode: 0o600 });
      const count = await this.#forget(most);
      this.#state = { count, last: { label, time: date.toISOString(), seconds }, error: null };
      log.info({ label, by, seconds, count }, 'clips: the last minute of sound is kept on this device');
    } catch (error) {
      this.#state = { ...this.#state, error: messageOf(error) };
      log.warn({ label, reason: messageOf(error) }, 'clips: not kept');
    }
    this.#publish();
  }

  /** Names without suffix, oldest first. */
  async #kept(): Promise<string[]> {
    const files = await readdir(this.#options.folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    });
    return files
      .filter((file) => file.endsWith('.wav'))
      .map((file) => file.slice(0, -'.wav'.length))
      .sort();
  }

  /** @returns How many are left. */
  async #forget(most: number): Promise<number> {
    const kept = await this.#kept();
    for (const name of kept.slice(0, Math.max(0, kept.length - most))) {
      for (const suffix of ['.wav', '.json'])
        await rm(join(this.#options.folder, `${name}${suffix}`), { force: true });
    }
    return Math.min(kept.length, most);
  }

  #publish(): void {
    const { topics, outbox } = this.#options.outlets;
    outbox.state(topics.clip, JSON.stringify(this.#state));
  }
}
