/**
 * Makes assets/face-mesh.json: the mesh of the face in assets/original.png, with which the simulated baby is drawn.
 * Run it again only when the picture changes: node agent/src/simulator/make-face-mesh.ts
 */
import { readFile, writeFile } from 'node:fs/promises';
import { FaceLandmarker } from '@mediapipe/tasks-vision';
import sharp from 'sharp';
import { createFaceDetector } from '../detection/face/face-detector.ts';

/** The head in the picture, in pixels; enlarged, the mesh is finer. */
const HEAD = { left: 130, top: 0, width: 190, height: 190 };
const ENLARGED = 640;
/** Points of the mesh itself; those after it are the irises. */
const POINTS = 468;

/** Holes of the mesh, as their upper and lower rims from one corner to the other: eyes and mouth. */
const HOLES = [
  [
    [33, 246, 161, 160, 159, 158, 157, 173, 133],
    [33, 7, 163, 144, 145, 153, 154, 155, 133],
  ],
  [
    [263, 466, 388, 387, 386, 385, 384, 398, 362],
    [263, 249, 390, 373, 374, 380, 381, 382, 362],
  ],
  [
    [78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308],
    [78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308],
  ],
] as const;

const assets = new URL('./assets/', import.meta.url);
const head = await sharp(await readFile(new URL('original.png', assets)))
  .extract(HEAD)
  .resize(ENLARGED, ENLARGED, { kernel: 'lanczos3' })
  .png()
  .toBuffer();
const detector = await createFaceDetector({ tracking: false });
const { landmarks } = await detector.detect(head, { landmarks: true });
await detector.close();
if (!landmarks) throw new Error('original.png: no face was found');

const rounded = (value: number): number => Math.round(value * 100) / 100;
const points = landmarks
  .slice(0, POINTS)
  .map(({ x, y, z }) => [
    rounded(HEAD.left + x * HEAD.width),
    rounded(HEAD.top + y * HEAD.height),
    rounded(z * HEAD.width),
  ]);
// The package lists the edges of each triangle one after the other.
const edges = FaceLandmarker.FACE_LANDMARKS_TESSELATION;
const triangles = Array.from({ length: edges.length / 3 }, (_, i) =>
  edges.slice(3 * i, 3 * i + 3).map(({ start }) => start),
);
for (const [upper, lower] of HOLES) {
  for (let i = 0; i + 1 < upper.length; i++) {
    const corners = [upper[i], upper[i + 1], lower[i + 1], lower[i]] as number[];
    const [a = 0, b = 0, c = 0, d = 0] = corners;
    if (b !== c) triangles.push([a, b, c]);
    if (a !== d) triangles.push([a, c, d]);
  }
}
await writeFile(new URL('face-mesh.json', assets), `${JSON.stringify({ points, triangles })}\n`);
