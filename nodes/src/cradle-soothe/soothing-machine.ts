import type { DirectionState } from '@smart-cradle/protocol/direction';
import type { Occupied } from '@smart-cradle/protocol/messages';
import type { SoothingPhase, SoothingReason } from '@smart-cradle/protocol/soothing';

/** What is known of the baby and the cradle at one moment; null: nothing fresh. */
export interface Sight {
  crying: boolean | null;
  direction: DirectionState | null;
  occupied: Occupied | null;
  fever: boolean;
  sensorLost: boolean;
  agentLost: boolean;
  monitored: boolean;
  /** Somebody rocks the cradle by hand. */
  rockedByHand: boolean;
}

/** Times in milliseconds. */
export interface SoothingSettings {
  /** 1 to 4. */
  highest: number;
  /** Always this level; null: it steps. */
  lock: number | null;
  /** Still as soon as the baby is calm. */
  weaning: boolean;
  /** How long it may go on without success. */
  longest: number;
  /** All runs of a night together. */
  night: number;
}

/** One run, from the first rocking until it stops. Times are milliseconds of the rules' clock. */
export interface Run {
  from: number;
  level: number;
  highest: number;
  /** When the level was last changed. */
  steppedAt: number;
  /** When the crying last ended; null: the baby cries. */
  calmSince: number | null;
  /** When the crying that is to be calmed began: at the start, and again when it comes back. */
  cryingSince: number;
  /** How long after the start the baby was first calm for {@link CALM}. */
  calmAfter: number | null;
}

export interface Soothing {
  phase: SoothingPhase;
  since: number;
  reason: SoothingReason | null;
  run: Run | null;
  /** Since when the baby has cried without a break, before a run. */
  cryingSince: number | null;
  /** Not started again before; milliseconds of the rules' clock. */
  heldUntil: number | null;
  /** The night that {@link used} is about, and how long it has been rocked in it. */
  night: string;
  used: number;
}

/** What has to be done. */
export type SoothingAct =
  /** Rock at this level; said again to go on. */
  | { kind: 'rock'; level: number }
  | { kind: 'stop' }
  | { kind: 'ended'; run: Run; reason: SoothingReason | null }
  | { kind: 'call'; reason: 'not_helped' | 'night_limit' };

export interface SoothingStep {
  state: Soothing;
  acts: SoothingAct[];
}

/** Milliseconds of crying that are none of a moment. */
export const START_AFTER = 3_000;
export const STEP_UP_AFTER = 60_000;
/** Milliseconds without crying that are calm. */
export const CALM = 10_000;
/** Milliseconds of calm after which it steps down by one. */
export const STEP_DOWN_AFTER = 10_000;
/** Milliseconds that it goes on at the lowest level when it does not wean. */
export const GENTLE_FOR = 180_000;
/**
 * Milliseconds after which the agent, which looks once a second, ends a rocking that nobody renews: so long it goes on when
 * the rules die. One lost renewal of {@link RENEW_EVERY} does not end it.
 */
export const RENEW_WITHIN = 9_000;
export const RENEW_EVERY = 4_000;
/** Milliseconds for which a parent's own press is left alone. */
export const HANDS_OFF = 600_000;

export function switchedOff(now: number): Soothing {
  return {
    phase: 'off',
    since: now,
    reason: null,
    run: null,
    cryingSince: null,
    heldUntil: null,
    night: '',
    used: 0,
  };
}

/** Why it must not rock now: it never starts, and stops at once. Whatever is not known forbids it. */
export function interlock(sight: Sight): SoothingReason | null {
  if (sight.agentLost) return 'agent_lost';
  if (sight.sensorLost) return 'sensor_lost';
  if (!sight.monitored) return 'paused';
  if (sight.occupied === 'OFF') return 'bed_empty';
  if (sight.fever) return 'fever';
  if (sight.direction === null) return 'face_unknown';
  if (sight.direction === 'not_visible') return 'face_unseen';
  return sight.direction === 'front' ? null : 'not_front';
}

function turn(state: Soothing, phase: SoothingPhase, reason: SoothingReason | null, now: number): Soothing {
  if (state.phase === phase && state.reason === reason) return state;
  return { ...state, phase, reason, since: now };
}

/** Ends a run, if one goes on. */
function end(
  state: Soothing,
  phase: SoothingPhase,
  reason: SoothingReason | null,
  now: number,
): SoothingStep {
  const { run } = state;
  const next = turn({ ...state, run: null, cryingSince: null }, phase, reason, now);
  if (!run) return { state: next, acts: [] };
  const used = state.used + now - run.from;
  return { state: { ...next, used }, acts: [{ kind: 'stop' }, { kind: 'ended', run, reason }] };
}

/** A parent's own press wins: what they have switched stays so. */
export function takeByHand(state: Soothing, now: number): SoothingStep {
  if (state.phase === 'off') return { state, acts: [] };
  const ended = end(state, 'locked', 'stopped_by_hand', now);
  // The parent has said what the motor does; a stop of ours must not undo it.
  const acts = ended.acts.filter(({ kind }) => kind !== 'stop');
  return { state: { ...ended.state, heldUntil: now + HANDS_OFF }, acts };
}

/** Switched on or off by a parent. */
export function switchSoothing(state: Soothing, on: boolean, now: number): SoothingStep {
  if (on) {
    const next = state.phase === 'off' ? turn({ ...state, heldUntil: null }, 'ready', null, now) : state;
    return { state: next, acts: [] };
  }
  return end({ ...state, heldUntil: null }, 'off', null, now);
}

/** The level that a run begins with, or is held at. */
function firstLevel(settings: SoothingSettings): number {
  return Math.min(settings.lock ?? 1, settings.highest);
}

function start(state: Soothing, settings: SoothingSettings, now: number): SoothingStep {
  const level = firstLevel(settings);
  const run: Run = {
    from: now,
    level,
    highest: level,
    steppedAt: now,
    calmSince: null,
    cryingSince: now,
    calmAfter: null,
  };
  return { state: turn({ ...state, run }, 'soothing', null, now), acts: [{ kind: 'rock', level }] };
}

/** The baby cries, or is calm, while it is rocked. */
function goOn(
  state: Soothing,
  run: Run,
  crying: boolean | null,
  settings: SoothingSettings,
  now: number,
): SoothingStep {
  const stepTo = (next: Run, level: number): SoothingStep => {
    const stepped = { ...next, level, highest: Math.max(next.highest, level), steppedAt: now };
    return { state: { ...state, run: stepped }, acts: [{ kind: 'rock', level }] };
  };
  if (state.used + now - run.from >= settings.night) {
    const ended = end(state, 'locked', 'night_limit', now);
    return { ...ended, acts: [...ended.acts, { kind: 'call', reason: 'night_limit' }] };
  }
  // Whether it cries is not known: neither up nor down, until the loss of the microphone stops it.
  if (crying === null) return { state, acts: [] };
  if (crying) {
    const again = run.calmSince !== null && now - run.calmSince >= CALM;
    const next = { ...run, calmSince: null, cryingSince: again ? now : run.cryingSince };
    if (now - next.cryingSince >= settings.longest) {
      const ended = end({ ...state, run: next }, 'locked', 'not_helped', now);
      return { ...ended, acts: [...ended.acts, { kind: 'call', reason: 'not_helped' }] };
    }
    const mayRise = settings.lock === null && next.level < settings.highest;
    const due = now - Math.max(next.steppedAt, next.cryingSince) >= STEP_UP_AFTER;
    return mayRise && due ? stepTo(next, next.level + 1) : { state: { ...state, run: next }, acts: [] };
  }
  const calmSince = run.calmSince ?? now;
  const calm = now - calmSince;
  const calmAfter = run.calmAfter ?? (calm >= CALM ? calmSince - run.from : null);
  const next = { ...run, calmSince, calmAfter };
  const stay = { state: { ...state, run: next }, acts: [] };
  if (calm < STEP_DOWN_AFTER || now - next.steppedAt < STEP_DOWN_AFTER) return stay;
  if (settings.lock === null && next.level > 1) return stepTo(next, next.level - 1);
  const enough = settings.weaning || now - Math.max(next.steppedAt, calmSince) >= GENTLE_FOR;
  return enough ? end({ ...state, run: next }, 'ready', null, now) : stay;
}

/**
 * What soothing does at one moment; to be called once a second. It judges by itself and tells nobody's alert anything: the
 * crying that it answers counts on.
 *
 * @param night The night of this moment: a limit holds for each.
 */
export function sootheStep(
  before: Soothing,
  sight: Sight,
  settings: SoothingSettings,
  now: number,
  night: string,
): SoothingStep {
  if (before.phase === 'off') return { state: before, acts: [] };
  const state = before.night === night ? before : { ...before, night, used: 0 };
  const forbidden = interlock(sight);
  if (forbidden) return end(state, 'locked', forbidden, now);
  if (state.run) return goOn(state, state.run, sight.crying, settings, now);

  if (state.heldUntil !== null && now < state.heldUntil) return { state, acts: [] };
  const free = { ...state, heldUntil: null };
  if (sight.rockedByHand) return end(free, 'locked', 'stopped_by_hand', now);
  if (free.used >= settings.night) return end(free, 'locked', 'night_limit', now);
  // It has not helped: not again before the baby was calm.
  if (free.reason === 'not_helped' && sight.crying !== false) return { state: free, acts: [] };
  const cryingSince = sight.crying ? (free.cryingSince ?? now) : null;
  const ready = turn({ ...free, cryingSince }, 'ready', null, now);
  return cryingSince !== null && now - cryingSince >= START_AFTER
    ? start(ready, settings, now)
    : { state: ready, acts: [] };
}
