import type { InferenceSession as Session } from 'onnxruntime-node';
import { type Cut, toOnnx } from './tflite-to-onnx.ts';

/** A network that runs in the processor's own code, in the thread that calls it. */
export interface NativeNetwork {
  /** Values of its outputs by name: of all, or of those that are wanted. */
  run(values: Float32Array, outputs?: readonly string[]): Promise<Record<string, Float32Array>>;
}

/** @param cut with one input; @param shape its channels, height and width */
export async function createNativeNetwork(
  model: Uint8Array,
  cut: Cut,
  shape: [number, number, number],
): Promise<NativeNetwork> {
  // Read when the module is loaded: nothing leaves the house.
  process.env.ORT_DISABLE_TELEMETRY = '1';
  const { InferenceSession, Tensor } = await import('onnxruntime-node');
  const session: Session = await InferenceSession.create(toOnnx(model, cut), {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    logSeverityLevel: 3,
    // Sizes never change, so that what is laid out beforehand only costs memory.
    enableMemPattern: false,
  });
  const [input = ''] = cut.inputs;
  return {
    run: async (values, outputs = cut.outputs) => {
      const results = await session.run({ [input]: new Tensor('float32', values, [1, ...shape]) }, outputs);
      return Object.fromEntries(
        Object.entries(results).map(([name, { data }]) => {
          if (!(data instanceof Float32Array)) throw new Error(`model: ${name} holds no floats`);
          return [name, data];
        }),
      );
    },
  };
}
