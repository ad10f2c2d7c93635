import { fileURLToPath } from 'node:url';
import { BANDS, FRAMES, LogMel } from './features.ts';
import { isDigitalSilence, LEVEL_GATE, levelOf } from './level.ts';

/** What one window of sound was judged to be. */
export interface CryJudgement {
  /** 0 to 1, calibrated: of windows with 0.8, about eight in ten are crying. */
  probability: number;
  crying: boolean;
  /** dBFS. */
  level: number;
  /** Not a quiet room but no sound at all: a muted or unplugged microphone. */
  digitalSilence: boolean;
}

export interface CryDetectorOptions {
  /** Probability from which a window is crying; 0.5 by default. */
  threshold?: number;
  /** The ONNX file; the one that comes with the agent by default. */
  model?: string;
}

export interface CryDetector {
  /** @param window 2 s at 16 kHz, −1 to 1. */
  analyse(window: Float32Array): Promise<CryJudgement>;
  close(): Promise<void>;
}

const MODEL = fileURLToPath(new URL('../../../models/cry.onnx', import.meta.url));

/** Starts the cry model on one thread: two that spin are slower on a small machine. */
export async function createCryDetector(options: CryDetectorOptions = {}): Promise<CryDetector> {
  const { threshold = 0.5, model = MODEL } = options;
  if (!(threshold > 0 && threshold < 1))
    throw new RangeError(`threshold (${threshold}): must be between 0 and 1`);
  // Read when the module is loaded: nothing leaves the house.
  process.env.ORT_DISABLE_TELEMETRY = '1';
  const { InferenceSession, Tensor } = await import('onnxruntime-node');
  const session = await InferenceSession.create(model, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    logSeverityLevel: 3,
  });
  const logMel = new LogMel();
  return {
    async analyse(window) {
      const level = levelOf(window);
      const digitalSilence = isDigitalSilence(window);
      if (digitalSilence || level < LEVEL_GATE)
        return { probability: 0, crying: false, level, digitalSilence };
      const input = new Tensor('float32', logMel.of(window), [1, 1, FRAMES, BANDS]);
      const { probability: output } = await session.run({ log_mel: input });
      const probability = Number(output?.data[0]);
      if (!Number.isFinite(probability)) throw new Error(`the cry model gave ${probability}`);
      return { probability, crying: probability >= threshold, level, digitalSilence };
    },
    close: () => session.release(),
  };
}
