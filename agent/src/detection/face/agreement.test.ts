import { expect, it } from 'vitest';
import { agreedFace } from './agreement.ts';
import { NOSE_TIP } from './direction.ts';

const SIZE = { width: 640, height: 480 };

function met(yaw: number, quality: number, { inMirror = false, x = 320, roll = 0 } = {}) {
  const points = Array.from({ length: 468 }, () => ({ x: 0, y: 0, z: 0 }));
  points[NOSE_TIP] = { x: x / SIZE.width, y: 0.5, z: 0 };
  const geometry = { dx: 0, offset: yaw / 80, eyeDistance: 60, pitch: 0, roll };
  return { face: { points, geometry, yaw }, quality, inMirror };
}

it('two meshes that agree outweigh a better one that the mirror does not confirm', () => {
  const agreed = agreedFace(
    [met(-40, 0.81), met(41, 0.74), met(45, 0.75, { inMirror: true }), met(-38, 0.6, { inMirror: true })],
    SIZE,
  );
  expect(agreed).toMatchObject({ quality: 0.75, face: { yaw: 43 }, isConfirmed: true });
});

it('a good mesh outweighs two poor ones', () => {
  const agreed = agreedFace([met(-30, 0.5), met(-30, 0.5, { inMirror: true }), met(20, 0.8)], SIZE);
  expect(agreed).toMatchObject({ face: { yaw: 20 }, isConfirmed: false });
});

it('faces of two people, or of one at another angle, are not mixed', () => {
  const parent = met(20, 0.9, { x: 100, inMirror: true });
  const askew = met(0, 0.7, { roll: 90, inMirror: true });
  expect(agreedFace([met(0, 0.95), parent, askew], SIZE)?.face.yaw).toBe(0);
});

it('without a mesh there is no face', () => {
  expect(agreedFace([], SIZE)).toBeNull();
});
