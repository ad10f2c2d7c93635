/** How often a part is asked, and how long it has to answer, in milliseconds. */
const EVERY = 15_000;
const ANSWER_WITHIN = 10_000;
/**
 * Questions in a row without an answer until it counts as hung: three minutes. People are told of a hung part long before
 * (by Home Assistant, the rules or the card), and a machine that is merely slow for a minute must not lose a part that
 * would have gone on. They are counted, so that a laptop that slept makes nobody hung.
 */
const MOST_MISSED = 12;

export interface HungWatchOptions {
  /** Whether the part answers; one that does not even end with the signal does not. */
  alive(ended: AbortSignal): Promise<boolean>;
  /** Called once. */
  onHung(seconds: number): void;
  every?: number;
  answerWithin?: number;
}

/** Notices a program that runs and does nothing any more. @returns what ends the watch. */
export function watchForHung({
  alive,
  onHung,
  every = EVERY,
  answerWithin = ANSWER_WITHIN,
}: HungWatchOptions): () => void {
  let missed = 0;
  let asking = false;
  const stopped = new AbortController();

  const ask = async () => {
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), answerWithin);
    const late = new Promise<false>((resolve) => {
      limit.signal.addEventListener('abort', () => resolve(false), { once: true });
    });
    const signal = AbortSignal.any([limit.signal, stopped.signal]);
    const answered = await Promise.race([alive(signal).catch(() => false), late]);
    clearTimeout(timer);
    if (stopped.signal.aborted) return;
    missed = answered ? 0 : missed + 1;
    if (missed < MOST_MISSED) return;
    stop();
    onHung((MOST_MISSED * every) / 1000);
  };
  const timer = setInterval(() => {
    if (asking) return;
    asking = true;
    void ask().finally(() => {
      asking = false;
    });
  }, every);
  timer.unref();
  const stop = () => {
    clearInterval(timer);
    stopped.abort();
  };
  return stop;
}
