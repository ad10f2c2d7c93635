import { createCryDetector } from '@smart-cradle/agent/detection/cry/cry-detector';
import { createTwoOfThree } from '@smart-cradle/agent/detection/cry/two-of-three';
import { CryingWatch } from '@smart-cradle/agent/detection/crying-watch';
import { DirectionWatch } from '@smart-cradle/agent/detection/direction-watch';
import { createFaceDetector } from '@smart-cradle/agent/detection/face/face-detector';
import { MotionWatch } from '@smart-cradle/agent/detection/motion-watch';
import { createLog } from '@smart-cradle/agent/log';

/** All detectors as the agent runs them, without what is around them. */
export interface Detectors {
  offerPicture(jpeg: Buffer): void;
  offerSound(samples: Float32Array): void;
  /** What was judged, and what was left out because a newer picture had come. */
  counts(): { faces: number; windows: number; motions: number; dropped: number; restarts: number };
  stop(): Promise<void>;
}

/** Starts them, and waits until the face detector has judged a picture. */
export async function startDetectors(first: Buffer): Promise<Detectors> {
  const log = createLog({ level: 'warn', format: 'json' });
  const counted = { windows: 0, motions: 0 };
  const motion = new MotionWatch({
    rotation: 0,
    crop: null,
    log,
    onMotion: () => {
      counted.motions += 1;
    },
    onOccupied: () => {},
  });
  const direction = new DirectionWatch({
    createDetector: () => createFaceDetector(),
    settings: () => ({ threshold: 0.15, rule: 'offset' }),
    log,
    onReading: () => {},
    onJudgement: (judgement) => motion.faceJudged(judgement),
    onState: () => {},
  });
  const crying = new CryingWatch({
    createDetector: createCryDetector,
    threshold: () => 0.5,
    createSteady: createTwoOfThree,
    log,
    onReading: () => {
      counted.windows += 1;
    },
    onState: () => {},
  });
  for (const part of [motion, direction, crying]) part.start();
  direction.cameraState(null);
  motion.cameraState(true);
  crying.microphoneState(null);
  while (direction.analysed === 0) {
    direction.offer(first);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const before = { faces: direction.analysed, dropped: direction.dropped };
  return {
    offerPicture: (jpeg) => {
      direction.offer(jpeg);
      motion.offer(jpeg);
    },
    offerSound: (samples) => crying.take(samples),
    counts: () => ({
      faces: direction.analysed - before.faces,
      dropped: direction.dropped - before.dropped + motion.dropped,
      restarts: direction.restarts,
      ...counted,
    }),
    stop: async () => {
      for (const part of [motion, direction, crying]) await part.stop();
    },
  };
}
