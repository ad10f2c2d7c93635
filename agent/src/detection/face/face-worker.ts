import { parentPort, workerData } from 'node:worker_threads';
import { type Crop, type DecodedPicture, decodePicture } from './decode.ts';
import { EyeState, eyeOpening } from './eyes.ts';
import { type Face, FaceTracker } from './face-tracker.ts';
import { type FaceJudgement, type JudgementOptions, judgeFace } from './judgement.ts';
import { createFaceTasks, type Rotation } from './mediapipe.ts';
import { createFaceModels } from './model-bundle.ts';

/** What the worker is started with. */
export interface WorkerOptions extends JudgementOptions {
  rotation: Rotation;
  crop: Crop | null;
  /** Whether a picture is the next of the same scene. */
  tracking: boolean;
}

export interface WorkerRequest {
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

/** Side to which eye distances are scaled, and half of which is enough for a large face. */
const USUAL_SIDE = 640;
/** A face that is followed and has eyes this far apart (pixels) is analysed in a picture half as large. */
const LARGE_EYE_DISTANCE = 60;

const options = workerData as WorkerOptions;
const port = parentPort;
if (!port) throw new Error('the face worker must be started as a worker thread');

const reply = (message: WorkerReply): void => port.postMessage(message);
const tasks = await createFaceTasks(createFaceModels(), (line) => reply({ kind: 'log', line }));
const tracker = new FaceTracker(tasks);
const eyes = new EyeState();
/** Eye distance in a picture of `USUAL_SIDE`; 0 when no face is followed. */
let eyeDistance = 0;

async function judge({ picture, landmarks, side: wanted, time }: WorkerRequest): Promise<FaceJudgement> {
  const side =
    options.tracking && eyeDistance > LARGE_EYE_DISTANCE ? Math.min(wanted, USUAL_SIDE / 2) : wanted;
  const pixels = await decodePicture(picture, { rotation: options.rotation, crop: options.crop, side });
  const face = options.tracking ? tracker.next(pixels, time) : tracker.find(pixels);
  if (!face || !options.tracking) eyes.reset();
  eyeDistance = face ? (face.geometry.eyeDistance * USUAL_SIDE) / Math.max(pixels.width, pixels.height) : 0;
  const judgement = judgeFace(face, face && eyesOpen(face, pixels), pixels.brightness, options);
  return landmarks && face ? { ...judgement, landmarks: face.points } : judgement;
}

function eyesOpen(face: Face, pixels: DecodedPicture): boolean | null {
  return eyes.judge(eyeOpening(face.points, pixels), { yaw: face.geometry.yaw, eyeDistance });
}

port.on('message', (request: WorkerRequest) => {
  judge(request).then(
    (judgement) => reply({ kind: 'judged', id: request.id, judgement }),
    (error: unknown) => {
      reply({
        kind: 'failed',
        id: request.id,
        message: error instanceof Error ? error.message : String(error),
      });
    },
  );
});
reply({ kind: 'ready' });
