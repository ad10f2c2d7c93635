import { setTimeout as delay } from 'node:timers/promises';

/** Asks again and again until there is an answer: for what has no event to wait for, such as a database or a file. */
export async function until<Wanted>(
  what: string,
  ask: () => Promise<Wanted | undefined | false> | Wanted | undefined | false,
  milliseconds: number,
): Promise<Wanted> {
  const end = Date.now() + milliseconds;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`not within ${milliseconds} ms: ${what}`);
    await delay(100);
  }
}
