import type { CryDetector, CryJudgement } from '../detection/cry/cry-detector.ts';
import { hasFallenSilent } from '../detection/cry/level.ts';
import { createTwoOfThree } from '../detection/cry/two-of-three.ts';
import { windowsOf } from '../detection/cry/windows.ts';

/** A window of a recording, judged. */
export interface JudgedWindow extends CryJudgement {
  /** Seconds since the recording's begin. */
  start: number;
  /** Two of three windows up to this one: what the agent tells. */
  steady: boolean;
}

/** Judges a recording as the agent would have heard it. */
export async function judgeRecording(
  detector: CryDetector,
  recording: Float32Array,
  onWindow: (window: JudgedWindow) => void = () => {},
): Promise<JudgedWindow[]> {
  const steady = createTwoOfThree();
  const judged: JudgedWindow[] = [];
  for (const { start, samples } of windowsOf(recording)) {
    const judgement = await detector.analyse(samples);
    const window = { ...judgement, start, steady: steady(judgement.crying && !hasFallenSilent(samples)) };
    judged.push(window);
    onWindow(window);
  }
  return judged;
}

/**
 * Seconds at which the crying alert would have been raised: crying that lasts for a time, in which shorter pauses do not
 * count. Like the rules without their blocking; windows come once a second.
 *
 * @param duration Seconds of crying until it rings.
 * @param gap Seconds without crying that end it.
 */
export function ringsOf(
  windows: readonly Pick<JudgedWindow, 'start' | 'steady'>[],
  duration: number,
  gap: number,
): number[] {
  const rings: number[] = [];
  let since: number | undefined;
  let normalSince: number | undefined;
  let rang = false;
  for (const { start, steady } of windows) {
    if (!steady) {
      normalSince ??= start;
      if (start - normalSince >= gap) since = undefined;
      continue;
    }
    normalSince = undefined;
    if (since === undefined) {
      since = start;
      rang = false;
    }
    if (!rang && start - since >= duration) {
      rings.push(start);
      rang = true;
    }
  }
  return rings;
}
