import { setTimeout as delay } from 'node:timers/promises';

/** Milliseconds between two questions. */
const EVERY = 150;

/** Asks until the answer is yes; ends without a word when the signal does. */
export async function untilTrue(
  ask: (signal: AbortSignal) => Promise<boolean>,
  ended: AbortSignal,
): Promise<void> {
  while (!ended.aborted) {
    if (await ask(ended).catch(() => false)) return;
    await delay(EVERY, undefined, { signal: ended }).catch(() => undefined);
  }
}

/** Whether an address answers, with one of the statuses. */
export function answers(url: string, statuses: readonly number[], signal: AbortSignal): Promise<boolean> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(5000)]);
  return fetch(url, { signal: limit, redirect: 'manual' }).then(
    async (response) => {
      await response.body?.cancel();
      return statuses.includes(response.status);
    },
    () => false,
  );
}
