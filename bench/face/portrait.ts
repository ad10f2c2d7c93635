import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { measureFace } from '@smart-cradle/agent/detection/face/direction';
import { createFaceDetector } from '@smart-cradle/agent/detection/face/face-detector';
import { Canvas } from '@smart-cradle/agent/simulator/picture-canvas';
import { FaceModel } from '@smart-cradle/agent/simulator/picture-face';
import sharp, { type Sharp } from 'sharp';

/** A head out of a portrait, in a square of its own, and its face as a mesh that can be drawn at any angle. */
export interface Portrait {
  /** The square: the head with its surroundings, upright. */
  head: Buffer;
  /** Side of the square, and where in it the face lies, in pixels. */
  side: number;
  face: { x: number; y: number; height: number; eyeDistance: number };
  /** The head with the face drawn over its blurred self, turned by known angles (degrees). */
  turned(yaw: number, pitch: number): Promise<Buffer>;
}

/** The portrait that comes with the agent. */
export const OWN_PORTRAIT = fileURLToPath(
  new URL('../../agent/src/simulator/assets/original.png', import.meta.url),
);

/** Side of the square in heights of the face. */
const SURROUNDINGS = 2;
/** Height of the face in the square, so that all portraits are alike, in pixels. */
const FACE_HEIGHT = 240;
/** Points of the mesh without the irises; forehead, chin and nose among them. */
export const MESH_POINTS = 468;
const [FOREHEAD, CHIN, NOSE] = [10, 152, 1];

/**
 * Cuts the head out of a picture of one person who looks into the camera.
 *
 * @throws Error when there is no face in it, or one that is turned
 */
export async function loadPortrait(file: string): Promise<Portrait> {
  const upright = await sharp(await readFile(file))
    .autoOrient()
    .removeAlpha()
    .toColourspace('srgb')
    .png()
    .toBuffer({ resolveWithObject: true });
  const size = upright.info;
  const detector = await createFaceDetector({ tracking: false, timeout: 60_000 });
  const { landmarks, state } = await detector
    .detect(upright.data, { landmarks: true })
    .finally(() => detector.close());
  if (!landmarks || state !== 'front') throw new Error(`${file}: ${state}: a face from the front is wanted`);
  const pixels = landmarks.map(({ x, y, z }) => ({
    x: x * size.width,
    y: y * size.height,
    z: z * size.width,
  }));
  const at = (index: number) => pixels[index] ?? { x: 0, y: 0, z: 0 };
  const height = Math.hypot(at(FOREHEAD).x - at(CHIN).x, at(FOREHEAD).y - at(CHIN).y);
  const { roll, eyeDistance } = measureFace(landmarks, size);
  const factor = FACE_HEIGHT / height;
  const side = Math.round(SURROUNDINGS * FACE_HEIGHT);
  // Enlarged, turned upright about the nose, and cut: what lies outside of the picture is its edge, repeated.
  const scaled = { width: Math.round(size.width * factor), height: Math.round(size.height * factor) };
  const extended = await sharp(upright.data)
    .resize(scaled.width, scaled.height, { kernel: 'lanczos3' })
    .extend({ top: side, bottom: side, left: side, right: side, extendWith: 'copy' })
    .png()
    .toBuffer();
  const around = await sharp(extended)
    .extract({
      left: Math.round(at(NOSE).x * factor),
      top: Math.round(at(NOSE).y * factor),
      width: 2 * side,
      height: 2 * side,
    })
    .png()
    .toBuffer();
  const turned = await sharp(around).rotate(-roll).png().toBuffer({ resolveWithObject: true });
  const centre = (length: number): number => Math.round((length - side) / 2);
  const head = await sharp(turned.data)
    .extract({
      left: centre(turned.info.width),
      top: centre(turned.info.height),
      width: side,
      height: side,
    })
    .removeAlpha()
    .png()
    .toBuffer();
  const [cos, sin] = [Math.cos((roll * Math.PI) / 180), Math.sin((roll * Math.PI) / 180)];
  const nose = at(NOSE);
  const points = pixels.slice(0, MESH_POINTS).map(({ x, y, z }): [number, number, number] => {
    const [dx, dy] = [(x - nose.x) * factor, (y - nose.y) * factor];
    return [side / 2 + dx * cos + dy * sin, side / 2 + dy * cos - dx * sin, z * factor];
  });
  const texture = await sharp(head).raw().toBuffer();
  const model = new FaceModel(new Canvas(side, side, new Uint8Array(texture)), {
    points,
    triangles: await triangles(),
  });
  const behind = await sharp(head)
    .blur(side / 28)
    .raw()
    .toBuffer();
  // The drawn face stands where its cheeks' middle is, which the mesh is turned about.
  const cheeks = {
    x: ((points[234]?.[0] ?? 0) + (points[454]?.[0] ?? 0)) / 2,
    y: ((points[234]?.[1] ?? 0) + (points[454]?.[1] ?? 0)) / 2,
  };
  const face = {
    x: cheeks.x,
    y: cheeks.y,
    height: FACE_HEIGHT,
    eyeDistance: eyeDistance * factor,
  };
  return {
    head,
    side,
    face,
    turned: (yaw, pitch) => {
      const canvas = new Canvas(side, side, new Uint8Array(behind));
      model.draw(canvas, { x: face.x, y: face.y, yaw, pitch, roll: 0, eyesOpen: true }, face.eyeDistance);
      return raw(canvas).png().toBuffer();
    },
  };
}

export function raw(canvas: Canvas): Sharp {
  return sharp(canvas.data, { raw: { width: canvas.width, height: canvas.height, channels: 3 } });
}

async function triangles(): Promise<[number, number, number][]> {
  const mesh = new URL('../../agent/src/simulator/assets/face-mesh.json', import.meta.url);
  return (JSON.parse(await readFile(mesh, 'utf8')) as { triangles: [number, number, number][] }).triangles;
}
