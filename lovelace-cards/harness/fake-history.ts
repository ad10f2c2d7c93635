/** A month of made-up readings in the form in which the cradle's history answers: the same at every look. */

interface Question {
  from: string;
  to: string;
  resolution: number;
  include: string;
}

const HOUR = 3_600_000;

/** The same number, 0 to 1, for the same moment. */
function chance(seed: number): number {
  const value = Math.sin(seed * 12.9898) * 43_758.5453;
  return value - Math.floor(value);
}

function hourOf(at: number): number {
  const date = new Date(at);
  return date.getHours() + date.getMinutes() / 60;
}

function asleepAt(at: number): boolean {
  const hour = hourOf(at);
  const night = hour >= 20 || hour < 6.5;
  const nap = (hour >= 9.3 && hour < 10.8) || (hour >= 13 && hour < 15);
  const woken = chance(Math.floor(at / (HOUR / 2))) > (night ? 0.9 : 0.95);
  return (night || nap) && !woken;
}

function criedAt(at: number): number {
  const seed = Math.floor(at / (HOUR / 2));
  return !asleepAt(at) && chance(seed + 7) > 0.72 ? chance(seed + 3) * 0.7 : 0;
}

function temperatureAt(at: number): number {
  const fever =
    chance(Math.floor(at / (24 * HOUR)) + 2) > 0.86 ? 1.3 * Math.sin((hourOf(at) / 24) * Math.PI) : 0;
  return 36.6 + 0.25 * Math.sin((hourOf(at) / 24) * 2 * Math.PI) + fever + (chance(at / 60_000) - 0.5) * 0.12;
}

function steps(from: number, to: number, step: number): number[] {
  return Array.from({ length: Math.ceil((to - from) / step) }, (_, index) => from + index * step);
}

const iso = (at: number) => new Date(at).toISOString();
const drawing = (hue: number) => `/picture.svg?hue=${hue}`;

/** The answer to one question. */
export function fakeHistory(cradle: string, question: Question) {
  const from = Date.parse(question.from);
  const to = Date.parse(question.to);
  const step = question.resolution * 1000;
  const wants = new Set(question.include.split(','));
  const time = steps(from, to, step);
  const missing = (at: number) => at > to - 7 * HOUR && at < to - 6.2 * HOUR && step < HOUR;
  const known = <T>(value: (at: number) => T) => time.map((at) => (missing(at) ? null : value(at)));
  const series = {
    time,
    temperature: known((at) => [temperatureAt(at) - 0.1, temperatureAt(at), temperatureAt(at) + 0.12]),
    crying: known(criedAt),
    direction: known((at) => (chance(at / step) > 0.9 ? 0.3 : 0)),
    motion: known((at) => (asleepAt(at) ? 4 : 30)),
    rocking: known((at) => (criedAt(at) > 0.3 ? 0.6 : 0)),
  };
  const quarter = HOUR / 4;
  const sleep: { from: string; to: string; state: string }[] = [];
  for (const at of steps(Math.floor(from / quarter) * quarter, to, quarter)) {
    const state = asleepAt(at)
      ? 'asleep'
      : criedAt(at) > 0.3
        ? 'fussing'
        : chance(at / quarter) > 0.7
          ? 'away'
          : 'awake';
    const last = sleep.at(-1);
    if (last?.state === state) last.to = iso(at + quarter);
    else sleep.push({ from: iso(at), to: iso(at + quarter), state });
  }
  const episodes = steps(Math.floor(from / (HOUR / 2)) * (HOUR / 2), to, HOUR / 2)
    .filter((at) => criedAt(at) > 0.1)
    .map((at) => ({
      from: iso(at),
      to: iso(at + criedAt(at) * 20 * 60_000),
      calm_after_s: 140,
      rocked: criedAt(at) > 0.3,
    }));
  const alerts = episodes
    .filter((_, index) => index % 3 === 0)
    .map((episode, index) => {
      const type =
        ['crying', 'abnormal_position', 'crying', 'sensor_lost', 'high_temperature'][index % 5] ?? 'crying';
      return {
        type,
        severity: 'wake',
        created_at: episode.from,
        acknowledged_at: episode.to,
        acknowledged_by: index % 2 ? 'Jun' : null,
        resolved_at: iso(Date.parse(episode.to) + 40_000),
        message: '',
        value: type === 'high_temperature' ? 38.2 : type === 'abnormal_position' ? 'left' : null,
        picture: index % 2 ? drawing(index * 40) : null,
      };
    })
    .reverse();
  const days = steps(new Date(from).setHours(12, 0, 0, 0), to + 12 * HOUR, 24 * HOUR).map((at) => ({
    date: `${new Date(at).getFullYear()}-${String(new Date(at).getMonth() + 1).padStart(2, '0')}-${String(new Date(at).getDate()).padStart(2, '0')}`,
    sleep_minutes: 700 + chance(at) * 120,
    night_minutes: 480 + chance(at + 1) * 120,
    longest_sleep_minutes: 150 + chance(at + 2) * 120,
    cries: 3 + Math.round(chance(at + 3) * 4),
    crying_minutes: 18 + chance(at + 4) * 30,
    feeds: 6,
    changes: 5,
    temperature: [36.2, 36.7, 37.1 + chance(at + 5)],
    cries_by_hour: Array.from({ length: 24 }, () => 0),
  }));
  const whole: Record<string, unknown> = {
    series,
    alerts,
    episodes,
    sleep,
    care: [{ id: 'c1', kind: 'fed', at: iso(to - 2 * HOUR), note: '', by: 'Mina' }],
    pictures: steps(from, to, 2 * HOUR).map((at, index) => ({ at: iso(at), url: drawing(index * 20) })),
    days,
  };
  return {
    schema: 2,
    cradle,
    from: question.from,
    to: question.to,
    resolution: question.resolution,
    ...Object.fromEntries(Object.entries(whole).filter(([part]) => wants.has(part))),
  };
}

/** What Home Assistant's own recorder would answer, for a history that is away. */
export function fakeRecorder(entityIds: readonly string[], from: number, to: number) {
  return Object.fromEntries(
    entityIds.map((id) => [
      id,
      steps(Math.max(from, to - 24 * HOUR), to, HOUR / 4).map((at) => ({
        s: id.endsWith('_temperature')
          ? temperatureAt(at).toFixed(1)
          : id.endsWith('_direction')
            ? 'front'
            : id.endsWith('_sleep_state')
              ? asleepAt(at)
                ? 'asleep'
                : 'awake'
              : id.endsWith('_crying') && !id.includes('alert') && criedAt(at) > 0.2
                ? 'on'
                : 'off',
        lu: at / 1000,
      })),
    ]),
  );
}
