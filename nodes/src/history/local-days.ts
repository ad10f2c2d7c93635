/** A day of the house's time zone, which is that of the process (TZ). Milliseconds since 1970 UTC. */
export interface LocalDay {
  /** `YYYY-MM-DD`. */
  date: string;
  from: number;
  to: number;
  /** The night that ends on this day's morning. */
  night: { from: number; to: number };
}

/** Hours of the clock between which sleep counts as the night's. */
export const NIGHT = { from: 19, to: 7 } as const;

const two = (number: number) => String(number).padStart(2, '0');

/** `YYYY-MM-DD` of a moment. */
export function localDate(time: number): string {
  const date = new Date(time);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** `HH-MM-SS` of a moment, for names of files. */
export function localClock(time: number): string {
  const date = new Date(time);
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join('-');
}

/** The day that a moment lies in; 23 or 25 hours long when the clocks change. */
export function localDay(time: number): LocalDay {
  const date = new Date(time);
  const at = (day: number, hour: number) =>
    new Date(date.getFullYear(), date.getMonth(), date.getDate() + day, hour).getTime();
  return {
    date: localDate(time),
    from: at(0, 0),
    to: at(1, 0),
    night: { from: at(-1, NIGHT.from), to: at(0, NIGHT.to) },
  };
}

/** Every day that has a part in the range, oldest first. */
export function localDays(from: number, to: number): LocalDay[] {
  const days: LocalDay[] = [];
  for (let day = localDay(from); day.from < to; day = localDay(day.to)) days.push(day);
  return days;
}

/** The hour of the clock, 0 to 23. */
export function localHour(time: number): number {
  return new Date(time).getHours();
}
