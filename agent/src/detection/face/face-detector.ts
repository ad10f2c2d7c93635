import { Worker } from 'node:worker_threads';
import type { Crop } from './decode.ts';
import { type DirectionRule, OFFSET_THRESHOLD } from './direction.ts';
import type { WorkerOptions, WorkerReply, WorkerRequest } from './face-worker.ts';
import type { FaceJudgement } from './judgement.ts';
import type { Rotation } from './mediapipe.ts';

export type { Crop } from './decode.ts';
export type { DirectionRule } from './direction.ts';
export type { FaceJudgement } from './judgement.ts';
export type { Rotation } from './mediapipe.ts';

export interface FaceDetectorOptions {
  /** Threshold of the rule `offset`, in distances of the eyes; 0.15 unless given. */
  threshold?: number;
  /** `offset` unless given. */
  rule?: DirectionRule;
  /** The camera's picture is mirrored. */
  mirrored?: boolean;
  /** Clockwise quarter turns that make the camera's picture upright. */
  rotation?: Rotation;
  /** The part of the (turned) picture with the bed, in parts of its width and height. */
  crop?: Crop;
  /** False: each picture is judged for itself, not as the next of the same scene. */
  tracking?: boolean;
  /** Time in ms for one picture, 5000 unless given; then the worker counts as stuck. */
  timeout?: number;
  /** Told of errors that MediaPipe logs without failing. */
  onLog?: (line: string) => void;
}

export interface DetectOptions {
  /** With the points of the mesh. */
  landmarks?: boolean;
  /** Longest side in pixels in which the picture is analysed, 640 unless given. */
  side?: number;
  /** ms of a film, by which searches for a lost face are spaced; the clock's unless given. */
  time?: number;
}

export interface FaceDetector {
  /**
   * Judges one picture: a JPEG or whatever else sharp reads. Pictures given while one is being judged wait their
   * turn; a camera should rather give its newest when it is free. Rejects when the picture cannot be decoded, or
   * when the worker is stuck, which is then replaced.
   */
  detect(picture: Uint8Array, options?: DetectOptions): Promise<FaceJudgement>;
  /** How often the worker was replaced because it was stuck, slow or had died. */
  readonly restarts: number;
  /** Replaces the worker; pictures that wait are rejected. */
  restart(): void;
  close(): Promise<void>;
}

interface Waiting {
  resolve: (judgement: FaceJudgement) => void;
  reject: (error: Error) => void;
  timer: NodeJS.Timeout;
}

/** Longest side in pixels of the picture that is searched. */
const SEARCH_SIDE = 640;
const START_TIMEOUT = 30_000;
const DETECT_TIMEOUT = 5_000;
/** ms in which a worker ends by itself. */
const END_WITHIN = 30_000;

/** Starts a worker thread with MediaPipe's face landmarks; takes about half a second. */
export async function createFaceDetector(options: FaceDetectorOptions = {}): Promise<FaceDetector> {
  const detector = new WorkerFaceDetector(options);
  await detector.start();
  return detector;
}

class WorkerFaceDetector implements FaceDetector {
  restarts = 0;
  readonly #options: WorkerOptions;
  readonly #timeout: number;
  readonly #onLog: (line: string) => void;
  #worker: Promise<Worker> | null = null;
  #closed = false;
  #id = 0;
  readonly #waiting = new Map<number, Waiting>();

  constructor(options: FaceDetectorOptions) {
    this.#options = {
      threshold: options.threshold ?? OFFSET_THRESHOLD,
      rule: options.rule ?? 'offset',
      mirrored: options.mirrored ?? false,
      rotation: options.rotation ?? 0,
      crop: options.crop ?? null,
      tracking: options.tracking ?? true,
    };
    this.#timeout = options.timeout ?? DETECT_TIMEOUT;
    this.#onLog = options.onLog ?? (() => {});
  }

  async start(): Promise<void> {
    this.#worker ??= this.#startWorker();
    await this.#worker;
  }

  async detect(
    picture: Uint8Array,
    { landmarks = false, side = SEARCH_SIDE, time = performance.now() }: DetectOptions = {},
  ): Promise<FaceJudgement> {
    if (this.#closed) throw new Error('face detector: it is closed');
    this.#worker ??= this.#startWorker();
    const worker = await this.#worker;
    const id = ++this.#id;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#replace(worker, new Error(`face detector: no answer within ${this.#timeout} ms, restarted`));
      }, this.#timeout);
      this.#waiting.set(id, { resolve, reject, timer });
      // A copy, as the caller may go on using the picture (it is published too).
      const request: WorkerRequest = { id, picture: new Uint8Array(picture), landmarks, side, time };
      worker.postMessage(request, [request.picture.buffer as ArrayBuffer]);
    });
  }

  restart(): void {
    this.#worker?.then(
      (worker) => this.#replace(worker, new Error('face detector: it was restarted')),
      () => {},
    );
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#rejectAll(new Error('face detector: it was closed'));
    const worker = await this.#worker?.catch(() => null);
    if (worker) await end(worker);
  }

  #startWorker(): Promise<Worker> {
    const worker = new Worker(new URL('./face-worker.ts', import.meta.url), { workerData: this.#options });
    const started = new Promise<Worker>((resolve, reject) => {
      const timer = setTimeout(
        () => fail(new Error('face detector: the worker did not start')),
        START_TIMEOUT,
      );
      const fail = (error: Error): void => {
        clearTimeout(timer);
        reject(error);
        this.#replace(worker, error);
      };
      worker.on('message', (reply: WorkerReply) => {
        if (reply.kind === 'ready') {
          clearTimeout(timer);
          resolve(worker);
        } else if (reply.kind === 'log') {
          this.#onLog(reply.line);
        } else {
          this.#settle(reply);
        }
      });
      worker.on('error', (error) => {
        fail(
          new Error(`face detector: the worker failed: ${error instanceof Error ? error.message : error}`),
        );
      });
      worker.on('exit', (code) => {
        if (!this.#closed) fail(new Error(`face detector: the worker ended with code ${code}`));
      });
    });
    return started;
  }

  #settle(reply: Extract<WorkerReply, { id: number }>): void {
    const waiting = this.#waiting.get(reply.id);
    if (!waiting) return;
    this.#waiting.delete(reply.id);
    clearTimeout(waiting.timer);
    if (reply.kind === 'judged') waiting.resolve(reply.judgement);
    else waiting.reject(new Error(reply.message));
  }

  /** Ends a worker; the next picture starts a new one. */
  #replace(worker: Worker, error: Error): void {
    worker.removeAllListeners();
    end(worker);
    this.#worker = null;
    this.restarts += 1;
    this.#rejectAll(error);
  }

  #rejectAll(error: Error): void {
    for (const { reject, timer } of this.#waiting.values()) {
      clearTimeout(timer);
      reject(error);
    }
    this.#waiting.clear();
  }
}

/**
 * Lets a worker end by itself, between two pieces of work: native code whose thread is taken away beneath it may end the
 * whole process. One that is stuck for good is taken away all the same.
 */
function end(worker: Worker): Promise<void> {
  return new Promise((resolve) => {
    if (worker.threadId < 0) {
      resolve();
      return;
    }
    worker.on('error', () => {});
    const timer = setTimeout(() => worker.terminate(), END_WITHIN);
    worker.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
    worker.postMessage('end' satisfies WorkerRequest);
  });
}
