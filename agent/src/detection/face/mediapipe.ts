import { createRequire } from 'node:module';
import { createPixelCanvas, type Pixels } from './webgl-stub.ts';

/** A point of the mesh. x and y: picture widths and heights from the top left; z on x's scale, smaller is nearer. */
export interface Point {
  x: number;
  y: number;
  z: number;
}

/** Clockwise quarter turns of the picture before it is searched. */
export type Rotation = 0 | 90 | 180 | 270;

interface LandmarkerTask {
  detectForVideo(
    picture: Pixels,
    timestamp: number,
    options: { rotationDegrees: number },
  ): { faceLandmarks: Point[][] };
  close(): void;
}

interface Landmarker {
  createFromOptions(files: Record<string, string>, options: Record<string, unknown>): Promise<LandmarkerTask>;
}

/** MediaPipe's face landmarker without a browser. */
export interface FaceTask {
  /** The 478 points of a face: of the one found, or of the one that is followed since the call before. */
  mesh(picture: Pixels, rotation: Rotation): Point[] | null;
  /** Lets go of the face that `mesh` follows. */
  forget(): void;
  close(): void;
}

/** Below this score a place is not even looked at more closely. */
const LOWEST_SCORE = 0.3;

/** `mesh` is told that a second passes between pictures: its own smoothing, which would lag, then does nothing. */
const TIMESTAMP_STEP = 1000;

/** @param model a bundle as `FaceLandmarker` takes it; @param onError is told of errors that the library logs */
export async function createFaceTask(model: Uint8Array, onError: (line: string) => void): Promise<FaceTask> {
  const require = createRequire(import.meta.url);
  // The library asks which kind of worker it is in and whether a context is WebGL 1: both names must exist.
  Object.assign(globalThis, { self: globalThis, WebGLRenderingContext: class {} });
  const { default: factory } = (await import(
    require.resolve('@mediapipe/tasks-vision/vision_wasm_module_internal.js')
  )) as { default: (settings: object) => Promise<unknown> };
  const print = (line: string): void => {
    if (/^[EF]\d{4} /.test(line)) onError(line); // as glog marks errors; the rest is chatter
  };
  // Some lines go this way.
  Object.assign(globalThis, { custom_dbg: print });
  const vision = (await import('@mediapipe/tasks-vision')) as unknown as {
    FaceLandmarker: Landmarker;
  };
  Object.assign(globalThis, {
    ModuleFactory: (settings: object) => factory({ ...settings, print, printErr: print }),
  });
  const landmarker = await vision.FaceLandmarker.createFromOptions(
    {
      wasmLoaderPath: '',
      wasmBinaryPath: require.resolve('@mediapipe/tasks-vision/vision_wasm_module_internal.wasm'),
    },
    {
      canvas: createPixelCanvas(),
      baseOptions: { delegate: 'CPU', modelAssetBuffer: model },
      runningMode: 'VIDEO',
      numFaces: 1,
      minFaceDetectionConfidence: LOWEST_SCORE,
    },
  );
  const nothing: Pixels = { data: new Uint8ClampedArray(16 * 16 * 4), width: 16, height: 16 };
  let timestamp = 0;
  const mesh = (picture: Pixels, rotation: Rotation): Point[] | null => {
    timestamp += TIMESTAMP_STEP;
    const { faceLandmarks } = landmarker.detectForVideo(picture, timestamp, { rotationDegrees: rotation });
    const points = faceLandmarks[0];
    return points ? withDepthOnScaleOfX(points, picture) : null;
  };
  return {
    mesh,
    forget: () => {
      mesh(nothing, 0);
    },
    close: () => {
      landmarker.close();
    },
  };
}

/** Outer corners of the eyes. */
const [LEFT_CORNER, RIGHT_CORNER] = [33, 263];

/**
 * MediaPipe scales depth by the length of the face's own horizontal in picture widths and heights, so that a face that
 * lies on its side in a picture of 4:3 is a third too deep. Measured on drawn heads: a yaw of 48° was read as 39°.
 */
function withDepthOnScaleOfX(points: Point[], { width, height }: Pixels): Point[] {
  const [left, right] = [points[LEFT_CORNER], points[RIGHT_CORNER]];
  if (!left || !right) return points;
  const [x, y] = [(right.x - left.x) * width, (right.y - left.y) * height];
  const scale = Math.hypot(x, y) / Math.hypot(x, (y * width) / height);
  return points.map((point) => ({ ...point, z: point.z * scale }));
}
