import { z } from 'zod';
import type { Config } from '../config/schema.ts';
import { type Log, messageOf } from '../log.ts';
import type { Part } from '../part.ts';
import type { Outlets } from './outlets.ts';

export interface UpdateOptions {
  updates: Config['updates'];
  /** Of the agent. */
  version: string;
  outlets: Outlets;
  log: Log;
}

const ASK_EVERY = 86_400_000;
/** ms after a failure, or after the start, when the network may not be there yet. */
const ASK_AGAIN_AFTER = 3_600_000;
const FIRST_AFTER = 60_000;
const WITHIN = 10_000;
/** Bytes of the longest answer that is read. */
const LONGEST_ANSWER = 1_048_576;

const version = z.string().regex(/^v?\d+\.\d+\.\d+(?:[-+][\w.+-]+)?$/, 'must be a version such as 1.2.3');
const answer = z.union([
  z.looseObject({ version, url: z.url({ protocol: /^https?$/ }).optional() }),
  // https://docs.github.com/rest/releases/releases#get-the-latest-release
  z
    .looseObject({ tag_name: version, html_url: z.url({ protocol: /^https?$/ }).optional() })
    .transform(({ tag_name, html_url }) => ({ version: tag_name, url: html_url })),
]);

/** The newest version as the document tells it. @throws Error that says what is wrong with it */
export function newestVersion(text: string): { version: string; url: string | undefined } {
  const parsed = answer.safeParse(JSON.parse(text));
  if (!parsed.success) throw new Error('it names no version: "version" or "tag_name" must be such as 1.2.3');
  return { version: parsed.data.version.replace(/^v/, ''), url: parsed.data.url };
}

/** Whether there is a newer agent: asked once a day where the owner has said whom to ask, else never. */
export class Update implements Part {
  readonly #options: UpdateOptions;
  #timer: NodeJS.Timeout | undefined;
  readonly #stopped = new AbortController();

  constructor(options: UpdateOptions) {
    this.#options = options;
  }

  start(): void {
    if (!this.#options.updates.url) return;
    this.#publish();
    this.#timer = setTimeout(() => this.ask(), FIRST_AFTER);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#stopped.abort();
  }

  async ask(): Promise<void> {
    const { updates, log } = this.#options;
    let next = ASK_EVERY;
    try {
      const { version, url } = newestVersion(await this.#fetch(updates.url ?? ''));
      this.#publish(version, url);
    } catch (error) {
      next = ASK_AGAIN_AFTER;
      log.warn({ reason: messageOf(error) }, 'update: it is not known whether there is a newer version');
    }
    if (!this.#stopped.signal.aborted) this.#timer = setTimeout(() => this.ask(), next);
  }

  async #fetch(url: string): Promise<string> {
    const signal = AbortSignal.any([this.#stopped.signal, AbortSignal.timeout(WITHIN)]);
    const response = await fetch(url, { signal, headers: { accept: 'application/json' } });
    if (!response.ok) throw new Error(`it answers ${response.status}`);
    let text = '';
    for await (const piece of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += piece;
      if (text.length > LONGEST_ANSWER) throw new Error('its answer is too long');
    }
    return text;
  }

  #publish(newest?: string, url?: string): void {
    const { topics, outbox } = this.#options.outlets;
    outbox.state(
      topics.update,
      JSON.stringify({
        installed_version: this.#options.version,
        ...(newest ? { latest_version: newest } : {}),
        ...(url ? { release_url: url } : {}),
      }),
    );
  }
}
