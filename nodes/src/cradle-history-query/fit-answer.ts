import type { HistoryAnswer } from './history-answer.ts';

/** Bytes of an answer: what a phone takes in one go. */
export const MAX_ANSWER_BYTES = 200_000;
/** Lengths of stretches of sleep, minutes, below which they are put to the longer neighbour. */
const STRETCHES = [5, 10, 20, 30] as const;
/** Pictures that a page keeps at least. */
const LEAST_PICTURES = 50;
const MINUTE = 60_000;

type Sleep = NonNullable<HistoryAnswer['sleep']>;

function lengthOf({ from, to }: { from: string; to: string }): number {
  return Date.parse(to) - Date.parse(from);
}

/** Puts stretches that a chart of weeks cannot show to what lies around them. The totals stand in the days. */
export function joinShort(sleep: Sleep, minutes: number): Sleep {
  const joined: Sleep = [];
  for (const one of sleep) {
    const last = joined.at(-1);
    if (last && (last.state === one.state || lengthOf(one) < minutes * MINUTE)) last.to = one.to;
    else joined.push({ ...one });
  }
  return joined;
}

/** Every second one of those that may go. */
function halve<One>(all: readonly One[], mayGo: (one: One) => boolean): One[] {
  let number = 0;
  return all.filter((one) => !mayGo(one) || number++ % 2 === 0);
}

function bytesOf(value: object): number {
  return Buffer.byteLength(JSON.stringify(value));
}

/**
 * Brings an answer below its bound, as gently as that goes: pictures become fewer, short stretches of sleep join, the
 * sentences of alerts that are over go; and only then the oldest alerts and episodes, which is said in `left_out`.
 *
 * @param mayGo Whether a picture is of no alert.
 */
export function fitAnswer(
  answer: HistoryAnswer,
  mayGo: (picture: { at: string }) => boolean,
  limit = MAX_ANSWER_BYTES,
): HistoryAnswer {
  let fitted = answer;
  const fits = () => bytesOf(fitted) <= limit;
  while (!fits() && (fitted.pictures?.filter(mayGo).length ?? 0) > LEAST_PICTURES) {
    fitted = { ...fitted, pictures: halve(fitted.pictures ?? [], mayGo) };
  }
  for (const minutes of STRETCHES) {
    if (fits() || !fitted.sleep) break;
    fitted = { ...fitted, sleep: joinShort(fitted.sleep, minutes) };
  }
  if (!fits() && fitted.alerts) {
    const alerts = fitted.alerts.map((one) => (one.resolved_at === null ? one : { ...one, message: '' }));
    fitted = { ...fitted, alerts };
  }
  // Episodes stand in the days as well: half of them go before the first alert does.
  for (const [part, least] of [
    ['episodes', Math.floor((answer.episodes?.length ?? 0) / 2)],
    ['alerts', 0],
  ] as const) {
    while (!fits() && (fitted[part]?.length ?? 0) > least) fitted = withoutOldest(fitted, part, least);
  }
  return fitted;
}

/** A twentieth fewer of a part, and how many are missing by now. */
function withoutOldest(answer: HistoryAnswer, part: 'episodes' | 'alerts', least: number): HistoryAnswer {
  const all: object[] = answer[part] ?? [];
  const gone = Math.min(all.length - least, Math.ceil(all.length / 20));
  const missing = (answer.left_out?.[part] ?? 0) + gone;
  return { ...answer, [part]: all.slice(gone), left_out: { ...answer.left_out, [part]: missing } };
}
