import { parentPort, workerData } from 'node:worker_threads';
import { type Crop, type DecodedPicture, PictureDecoder } from './decode.ts';
import { EyeState } from './eyes.ts';
import { type Face, FaceTracker } from './face-tracker.ts';
import { type FaceJudgement, type JudgementOptions, judgeFace } from './judgement.ts';
import { createFaceTask, type Rotation } from './mediapipe.ts';
import { landmarkerBundle } from './model-bundle.ts';
import { createNativeDetector } from './native-detector.ts';
import { createNativeMesh } from './native-mesh.ts';
import { packedModels } from './packed-models.ts';

/** What the worker is started with. */
export interface WorkerOptions extends JudgementOptions {
  rotation: Rotation;
  crop: Crop | null;
  /** Whether a picture is the next of the same scene. */
  tracking: boolean;
}

/** `end`: it ends as soon as it can. */
export type WorkerRequest = 'end' | PictureRequest;

export interface PictureRequest {
  id: number;
  picture: Uint8Array;
  landmarks: boolean;
  /** Longest side in pixels of the picture that is analysed. */
  side: number;
  /** Monotonic, ms. */
  time: number;
}

export type WorkerReply =
  | { kind: 'ready' }
  | { kind: 'log'; line: string }
  | { kind: 'judged'; id: number; judgement: FaceJudgement }
  | { kind: 'failed'; id: number; message: string };

/** Side to which eye distances are scaled. */
const USUAL_SIDE = 640;

const options = workerData as WorkerOptions;
const port = parentPort;
if (!port) throw new Error('the face worker must be started as a worker thread');

const reply = (message: WorkerReply): void => port.postMessage(message);
const models = packedModels();
const networks = {
  detector: models('face_detection_short_range.tflite'),
  mesh: models('face_landmark_with_attention.tflite'),
};
const tracker = new FaceTracker({
  task: await createFaceTask(landmarkerBundle(networks), (line) => reply({ kind: 'log', line })),
  mesh: await createNativeMesh(networks.mesh),
  detector: await createNativeDetector(networks.detector),
});
const decoder = new PictureDecoder();
const eyes = new EyeState();
/** Whether there was a face in the picture before. */
let follows = false;

async function judge({ picture, landmarks, side, time }: PictureRequest): Promise<FaceJudgement> {
  const pixels = await decoder.decode(picture, {
    rotation: options.rotation,
    crop: options.crop,
    side,
    quick: follows,
  });
  const face = options.tracking ? await tracker.next(pixels, time) : await tracker.find(pixels);
  follows = options.tracking && face !== null;
  if (!follows) eyes.reset();
  const judgement = judgeFace(face, face && eyesOpen(face, pixels), pixels.brightness, options);
  return landmarks && face ? { ...judgement, landmarks: face.points } : judgement;
}

function eyesOpen(face: Face, pixels: DecodedPicture): boolean | null {
  const { eyeDistance } = face.geometry;
  const scale = USUAL_SIDE / Math.max(pixels.width, pixels.height);
  return eyes.judge(face.eyeOpening, { yaw: face.yaw, eyeDistance: eyeDistance * scale });
}

async function answer(request: PictureRequest): Promise<void> {
  try {
    reply({ kind: 'judged', id: request.id, judgement: await judge(request) });
  } catch (error) {
    reply({
      kind: 'failed',
      id: request.id,
      message: error instanceof Error ? error.message : String(error),
    });
  }
}

/** Pictures wait their turn: what one showed is needed for the next. */
let last = Promise.resolve();
port.on('message', (request: WorkerRequest) => {
  if (request === 'end') process.exit();
  last = last.then(() => answer(request));
});
reply({ kind: 'ready' });
