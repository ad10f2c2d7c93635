/** One call of a Home Assistant action. */
export interface Call {
  /** `notify.mobile_app_*`, another notify service, or `notify.send_message`. */
  action: string;
  target?: { entity_id: string };
  data: Record<string, unknown>;
}

/** Something that somebody is to be told. */
export interface Letter {
  /** Unique; comes back with the answer. */
  id: string;
  /** The recipient's id. */
  to: string;
  /** A newer letter to the same recipient with the same tag takes its place. */
  tag: string;
  /** As it reads at a moment, in milliseconds since 1970 UTC: one that is late says how long it has been going on. */
  write(now: number): Call;
  /** Takes away what stands there with this tag; not sent when nothing was. */
  clears: boolean;
  /** The alert that it tells of while that lasts: `{cradle}|{type}`; null: news of another kind. */
  about: string | null;
  /** Milliseconds since 1970 UTC before which it is not sent. */
  notBefore: number;
}

/** A letter as it is sent. */
export interface SentLetter extends Letter {
  call: Call;
}

interface Entry {
  letter: Letter;
  tries: number;
  /** Waiting for its time or for Home Assistant; or sent, and no answer yet. */
  state: 'waiting' | 'sent';
  /** When it is sent, or when no answer counts as a refusal. */
  at: number;
}

export interface OutboxStep {
  /** What to send now, in order. */
  send: Letter[];
  /** What was given up, with what Home Assistant said last. */
  failed: { letter: Letter; reason: string }[];
}

/** Milliseconds before each further try; when all are refused, it counts as failed and the next recipient is told. */
export const RETRY_AFTER = [1_000, 3_000] as const;
/** Milliseconds between the tries after that, while the alert lasts: the phone may come back. */
export const SLOW_RETRY = 20_000;
const MAX_TRIES = 100;
/** Milliseconds after which no answer is a refusal. */
export const ANSWER_LIMIT = 15_000;
/** Letters that wait at most; the oldest goes first. */
const MAX_ENTRIES = 500;

/**
 * Brings every letter to Home Assistant once: waits while it is away, tries again what it refuses, and replaces what is
 * out of date. The clock is passed in; milliseconds.
 */
export class Outbox {
  #entries = new Map<string, Entry>();
  #ready = false;

  get waiting(): number {
    return [...this.#entries.values()].filter(({ state }) => state === 'waiting').length;
  }

  /** Whether Home Assistant takes calls. What was under way when it went is sent again. */
  setReady(ready: boolean, now: number): OutboxStep {
    if (this.#ready && !ready) {
      for (const entry of this.#entries.values()) {
        if (entry.state === 'sent') Object.assign(entry, { state: 'waiting', at: now });
      }
    }
    this.#ready = ready;
    return this.pass(now);
  }

  post(letter: Letter, now: number): OutboxStep {
    let unseen = false;
    for (const [id, { letter: before, state }] of this.#entries) {
      if (before.to !== letter.to || before.tag !== letter.tag) continue;
      // Nobody has seen it yet, so nothing has to be taken away.
      if (state === 'waiting') unseen = true;
      this.#entries.delete(id);
    }
    if (letter.clears && unseen) return this.pass(now);
    if (this.#entries.size >= MAX_ENTRIES) {
      const [oldest] = this.#entries.keys();
      if (oldest !== undefined) this.#entries.delete(oldest);
    }
    this.#entries.set(letter.id, {
      letter,
      tries: 0,
      state: 'waiting',
      at: Math.max(now, letter.notBefore),
    });
    return this.pass(now);
  }

  /** Home Assistant took it. @returns undefined when nobody waits for that answer any more. */
  accepted(id: string): Letter | undefined {
    const entry = this.#entries.get(id);
    this.#entries.delete(id);
    return entry?.letter;
  }

  refused(id: string, reason: string, now: number): OutboxStep {
    const entry = this.#entries.get(id);
    if (!entry) return { send: [], failed: [] };
    if (!this.#ready) {
      Object.assign(entry, { state: 'waiting', at: now });
      return { send: [], failed: [] };
    }
    const wait = RETRY_AFTER[entry.tries];
    entry.tries++;
    if (wait !== undefined) {
      Object.assign(entry, { state: 'waiting', at: now + wait });
      return { send: [], failed: [] };
    }
    if (entry.letter.about === null || entry.tries > MAX_TRIES) this.#entries.delete(id);
    else Object.assign(entry, { state: 'waiting', at: now + SLOW_RETRY });
    const first = entry.tries === RETRY_AFTER.length + 1;
    return { send: [], failed: first ? [{ letter: entry.letter, reason }] : [] };
  }

  /** Whatever tells of this alert is out of date. */
  drop(about: string): void {
    for (const [id, { letter, state }] of this.#entries) {
      if (letter.about === about && state === 'waiting') this.#entries.delete(id);
    }
  }

  pass(now: number): OutboxStep {
    const step: OutboxStep = { send: [], failed: [] };
    for (const [id, entry] of this.#entries) {
      if (entry.at > now) continue;
      if (entry.state === 'sent') {
        const { failed } = this.refused(id, 'no answer', now);
        step.failed.push(...failed);
      } else if (this.#ready) {
        Object.assign(entry, { state: 'sent', at: now + ANSWER_LIMIT });
        step.send.push(entry.letter);
      }
    }
    return step;
  }

  /** The next moment at which {@link pass} has something to do; null: never by itself. */
  next(): number | null {
    const moments = [...this.#entries.values()].flatMap(({ state, at }) =>
      state === 'sent' || this.#ready ? [at] : [],
    );
    return moments.length > 0 ? Math.min(...moments) : null;
  }
}
