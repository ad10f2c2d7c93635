import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Point } from './mediapipe.ts';
import { mirrorMesh, yawOf } from './yaw.ts';

const SIZE = { width: 640, height: 480 };
const MESH = (
  JSON.parse(readFileSync(new URL('../../simulator/assets/face-mesh.json', import.meta.url), 'utf8')) as {
    points: [number, number, number][];
  }
).points;

/** The mesh of the simulated baby's face, turned about its own upright axis, and then in the picture. */
function face({ yaw = 0, roll = 0, scale = 1, x = 320 }): Point[] {
  const [cx, cy, cz] = MESH[1] ?? [0, 0, 0];
  const [turn, tilt] = [(yaw * Math.PI) / 180, (roll * Math.PI) / 180];
  return MESH.map((point) => {
    const [px, py, pz] = [(point[0] - cx) * scale, (point[1] - cy) * scale, (point[2] - cz) * scale];
    const qx = px * Math.cos(turn) - pz * Math.sin(turn);
    const [rx, ry] = [qx * Math.cos(tilt) - py * Math.sin(tilt), qx * Math.sin(tilt) + py * Math.cos(tilt)];
    return { x: (x + rx) / SIZE.width, y: (240 + ry) / SIZE.height, z: 0 };
  });
}

// About: the network's meshes, from which it was learned, make a turned head flatter than it is.
it.each([-40, -20, 0, 20, 40])('a face turned by %i° has about that yaw, however it lies', (yaw) => {
  for (const roll of [0, 80, 180]) {
    expect(Math.abs(yawOf(face({ yaw, roll }), SIZE) - yaw)).toBeLessThan(12);
  }
});

it('the yaw depends neither on how large the face is nor on where', () => {
  const near = yawOf(face({ yaw: 25 }), SIZE);
  expect(yawOf(face({ yaw: 25, scale: 0.4, x: 90 }), SIZE)).toBeCloseTo(near, 6);
});

it('a mesh with points missing is refused', () => {
  expect(() => yawOf(face({}).slice(0, 300), SIZE)).toThrow(/no point \d+ of 300/);
});

it('a face in a mirror is turned to the other side, by as much', () => {
  const left = face({ yaw: 25, roll: 10 });
  expect(yawOf(mirrorMesh(left), SIZE)).toBeCloseTo(-yawOf(left, SIZE), 1);
  expect(mirrorMesh(mirrorMesh(left))).toEqual(
    left.map(({ x, y, z }) => ({ x: expect.closeTo(x, 9), y, z })),
  );
});
