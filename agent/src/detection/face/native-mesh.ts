import { appearanceOf } from './appearance.ts';
import type { Point } from './mediapipe.ts';
import { createNativeNetwork, type NativeNetwork } from './native-network.ts';
import { attentionPointLists } from './tflite-patch.ts';
import { outOfSquare, sampleSquare, type TurnedSquare } from './turned-square.ts';
import type { Pixels } from './webgl-stub.ts';

/** Side in pixels of the square that the mesh is fitted in; its values are 0 to 1. */
const SIDE = 192;
const SCALING = { scale: 1 / 255, shift: 0 };
const MESH_POINTS = 468;
/** Outputs: the points, how sure it is that there is a face, and the features that eyes and lips are looked for in. */
const [MESH, FACE, FEATURES] = ['output_mesh', 'conv_faceflag', 'p_re_lu_3'];
/** Side of the features' grid, their number, and the side of the grid that a region's network takes of them. */
const [GRID, CHANNELS, REGION_GRID] = [48, 32, 16];
/** Side of the square in which a region's network gives its points. */
const REGION_SIDE = 64;
/** Width and height of what a region's network looks at, in extents of its points, as it was made for. */
const REGION_MARGIN = 1.5;
/** Which regions are looked at closely; each costs about a fifth of the mesh. */
export type Refinement = 'none' | 'eyes' | 'eyes and lips';

const LIPS = 'conv_lips';
/** The networks of eyes and lips, and the corners of each, which are level in what its network looks at. */
const REGIONS = [
  { input: 'transform_tensor_bilinear_v2', output: LIPS, corners: [61, 291] },
  { input: 'transform_tensor_bilinear_v2_1', output: 'conv_left_eye', corners: [33, 133] },
  { input: 'transform_tensor_bilinear_v2_2', output: 'conv_right_eye', corners: [362, 263] },
] as const;

export interface FittedMesh {
  /** 468 points of the face; depth on the scale of x. */
  points: Point[];
  /** How sure the network is that there is a face, 0–1. */
  presence: number;
  /**
   * The same points with those of the regions that were asked for as their own networks see them: only these follow the
   * lids, and tell the yaw well.
   */
  refined: Point[] | null;
  /** What the face looked like, by `appearanceOf`. */
  appearance: Float32Array;
}

/**
 * MediaPipe's face mesh, for a face whose place is known, and its attention to eyes and lips; the irises, of which
 * nothing is wanted here, are left out.
 */
export interface NativeMesh {
  fit(picture: Pixels, square: TurnedSquare, refine: Refinement): Promise<FittedMesh>;
}

interface Region {
  network: NativeNetwork;
  input: Float32Array;
  output: string;
  corners: readonly [number, number];
  points: number[];
}

export async function createNativeMesh(model: Uint8Array): Promise<NativeMesh> {
  const lists = attentionPointLists(model);
  const trunk = await createNativeNetwork(model, { inputs: ['input_1'], outputs: [MESH, FACE, FEATURES] }, [
    3,
    SIDE,
    SIDE,
  ]);
  const regions: Region[] = [];
  for (const { input, output, corners } of REGIONS) {
    const points = lists.find((list) => corners.every((corner) => list.includes(corner)));
    if (!points) throw new Error(`attention model: no list of points with ${corners.join(' and ')}`);
    const network = await createNativeNetwork(model, { inputs: [input], outputs: [output] }, [
      CHANNELS,
      REGION_GRID,
      REGION_GRID,
    ]);
    regions.push({
      network,
      input: new Float32Array(CHANNELS * REGION_GRID * REGION_GRID),
      output,
      corners,
      points,
    });
  }
  const eyes = regions.filter(({ output }) => output !== LIPS);
  const values = new Float32Array(3 * SIDE * SIDE);
  return {
    fit: async (picture, square, refine) => {
      sampleSquare(picture, square, SIDE, SCALING, 'edge', values);
      const results = await trunk.run(values, refine !== 'none' ? [MESH, FACE, FEATURES] : [MESH, FACE]);
      const [mesh, face, features] = [results[MESH], results[FACE], results[FEATURES]];
      if (!mesh || !face) throw new Error('attention model: an output is missing');
      const points = pointsOf(mesh, picture, square);
      if (features) {
        for (const region of refine === 'eyes' ? eyes : regions) await refineRegion(region, mesh, features);
      }
      return {
        points,
        presence: 1 / (1 + Math.exp(-(face[0] ?? 0))),
        refined: features ? pointsOf(mesh, picture, square) : null,
        appearance: appearanceOf(values, SIDE),
      };
    },
  };
}

/** From pixels of the square to parts of the picture. */
function pointsOf(mesh: Float32Array, { width, height }: Pixels, square: TurnedSquare): Point[] {
  const place = outOfSquare(square);
  return Array.from({ length: MESH_POINTS }, (_, i): Point => {
    const { x, y } = place((mesh[3 * i] as number) / SIDE, (mesh[3 * i + 1] as number) / SIDE);
    const z = ((mesh[3 * i + 2] as number) / SIDE) * square.side;
    return { x: x / width, y: y / height, z: z / width };
  });
}

/** Puts a region's points in the mesh where its own network sees them. */
async function refineRegion(
  { network, input, output, corners, points }: Region,
  mesh: Float32Array,
  features: Float32Array,
) {
  const place = regionPlace(mesh, corners, points);
  sampleFeatures(features, place, input);
  const found = (await network.run(input))[output];
  if (!found) throw new Error(`attention model: no output ${output}`);
  for (const [i, point] of points.entries()) {
    const u = (found[2 * i] ?? 0) / REGION_SIDE - 0.5;
    const v = (found[2 * i + 1] ?? 0) / REGION_SIDE - 0.5;
    mesh[3 * point] = place.x + u * place.along.x + v * place.across.x;
    mesh[3 * point + 1] = place.y + u * place.along.y + v * place.across.y;
  }
}

/** What a region's network looks at, in pixels of the mesh's square. */
interface RegionPlace {
  x: number;
  y: number;
  /** From its left to its right, and from its top to its bottom. */
  along: { x: number; y: number };
  across: { x: number; y: number };
}

function regionPlace(
  mesh: Float32Array,
  [from, to]: readonly [number, number],
  points: number[],
): RegionPlace {
  const at = (point: number) => ({ x: mesh[3 * point] ?? 0, y: mesh[3 * point + 1] ?? 0 });
  const [a, b] = [at(from), at(to)];
  const length = Math.hypot(b.x - a.x, b.y - a.y);
  const [cos, sin] = [(b.x - a.x) / length, (b.y - a.y) / length];
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const point of points) {
    const { x, y } = at(point);
    const [u, v] = [x * cos + y * sin, y * cos - x * sin];
    left = Math.min(left, u);
    right = Math.max(right, u);
    top = Math.min(top, v);
    bottom = Math.max(bottom, v);
  }
  const [u, v] = [(left + right) / 2, (top + bottom) / 2];
  const [width, height] = [(right - left) * REGION_MARGIN, (bottom - top) * REGION_MARGIN];
  return {
    x: u * cos - v * sin,
    y: u * sin + v * cos,
    along: { x: cos * width, y: sin * width },
    across: { x: -sin * height, y: cos * height },
  };
}

/** Samples the features as the network's operator TransformTensorBilinear does: outside of the grid is nothing. */
function sampleFeatures(
  features: Float32Array,
  { x, y, along, across }: RegionPlace,
  into: Float32Array,
): void {
  const scale = GRID / SIDE;
  const [cells, count] = [GRID * GRID, REGION_GRID * REGION_GRID];
  for (let row = 0, at = 0; row < REGION_GRID; row++) {
    for (let column = 0; column < REGION_GRID; column++, at++) {
      const u = (column + 0.5) / REGION_GRID - 0.5;
      const v = (row + 0.5) / REGION_GRID - 0.5;
      const gx = (x + u * along.x + v * across.x) * scale - 0.5;
      const gy = (y + u * along.y + v * across.y) * scale - 0.5;
      const isInside = gx >= 0 && gy >= 0 && gx <= GRID - 1 && gy <= GRID - 1;
      const left = Math.min(GRID - 2, Math.floor(gx));
      const top = Math.min(GRID - 2, Math.floor(gy));
      const [right, bottom] = [gx - left, gy - top];
      let from = top * GRID + left;
      for (let channel = 0; channel < CHANNELS; channel++, from += cells) {
        into[channel * count + at] = isInside
          ? ((features[from] as number) * (1 - right) + (features[from + 1] as number) * right) *
              (1 - bottom) +
            ((features[from + GRID] as number) * (1 - right) +
              (features[from + GRID + 1] as number) * right) *
              bottom
          : 0;
      }
    }
  }
}
