import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { Canvas } from './picture-canvas.ts';

/** Points of the mesh: cheeks, nose, eyes, forehead and chin. */
const [LEFT_CHEEK, RIGHT_CHEEK, NOSE_TIP, LEFT_EYE, RIGHT_EYE, FOREHEAD, CHIN] = [
  234, 454, 1, 33, 263, 10, 152,
];

/** Points of the upper lids, each with the point of the lower lid that it meets and that of the fold above it. */
const LIDS = [
  [246, 7, 247],
  [161, 163, 30],
  [160, 144, 29],
  [159, 145, 27],
  [158, 153, 28],
  [157, 154, 56],
  [173, 155, 190],
  [466, 249, 467],
  [388, 390, 260],
  [387, 373, 259],
  [386, 374, 257],
  [385, 380, 258],
  [384, 381, 286],
  [398, 382, 414],
] as const;

/** The lower lids from corner to corner, where lashes are drawn when the eyes are closed. */
const LASHES = [
  [33, 7, 163, 144, 145, 153, 154, 155, 133],
  [362, 382, 381, 380, 374, 373, 390, 249, 263],
] as const;
const LASH_COLOUR = [70, 48, 40] as const;

/** How much the texture is drawn together at the cheeks, so that nothing of the old background shows. */
const INSET = 0.25;

/** Depth of the drawn face against the adult's that it is taken from: an infant's is flatter. */
const DEPTH = 0.88;

interface Mesh {
  points: [number, number, number][];
  triangles: [number, number, number][];
}

/** How a face is drawn. Angles in degrees, as in `Truth`. */
export interface FacePose {
  x: number;
  y: number;
  yaw: number;
  pitch: number;
  roll: number;
  eyesOpen: boolean;
}

/** Draws the textured mesh of a face at any angle. */
export class FaceModel {
  readonly #texture: Canvas;
  /** x, y, z of each point, upright and looking at the camera, in units of the distance of the eyes; z away from it. */
  readonly #points: { open: Float64Array; closed: Float64Array };
  /** x, y of each point in the texture. */
  readonly #places: { open: Float64Array; closed: Float64Array };
  readonly #triangles: Mesh['triangles'];
  #depth = new Float32Array(0);

  constructor(texture: Canvas, mesh: Mesh) {
    this.#texture = texture;
    this.#triangles = mesh.triangles;
    const [open, places] = [upright(mesh.points), texturePlaces(mesh.points)];
    this.#points = { open, closed: open.slice() };
    this.#places = { open: places, closed: places.slice() };
    // A closed lid reaches down to the lower one, and its skin is that of the fold: no lashes are stretched.
    for (const [upper, lower, fold] of LIDS) {
      this.#points.closed.set(open.subarray(lower * 3, lower * 3 + 3), upper * 3);
      this.#places.closed.set(places.subarray(fold * 2, fold * 2 + 2), upper * 2);
    }
  }

  /** @param scale distance of the eyes in pixels */
  draw(canvas: Canvas, pose: FacePose, scale: number): void {
    const points = this.#pose(pose, scale);
    if (this.#depth.length !== canvas.width * canvas.height) {
      this.#depth = new Float32Array(canvas.width * canvas.height);
    }
    this.#depth.fill(Number.POSITIVE_INFINITY);
    const places = pose.eyesOpen ? this.#places.open : this.#places.closed;
    for (const triangle of this.#triangles) this.#triangle(canvas, points, places, triangle);
    if (!pose.eyesOpen) this.#lashes(canvas, points);
  }

  /** Turns the points by roll, yaw and pitch and moves them to their place in the picture. */
  #pose({ x, y, yaw, pitch, roll, eyesOpen }: FacePose, scale: number): Float64Array {
    const [sinYaw, cosYaw] = sinCos(yaw);
    const [sinPitch, cosPitch] = sinCos(pitch);
    const [sinRoll, cosRoll] = sinCos(roll);
    const from = eyesOpen ? this.#points.open : this.#points.closed;
    const into = new Float64Array(from.length);
    for (let i = 0; i < from.length; i += 3) {
      const [px, py, pz] = [from[i] ?? 0, from[i + 1] ?? 0, from[i + 2] ?? 0];
      const qy = py * cosPitch - pz * sinPitch;
      const depth = pz * cosPitch + py * sinPitch;
      const qx = px * cosYaw - depth * sinYaw;
      into[i] = x + scale * (qx * cosRoll - qy * sinRoll);
      into[i + 1] = y + scale * (qx * sinRoll + qy * cosRoll);
      into[i + 2] = depth * cosYaw + px * sinYaw;
    }
    return into;
  }

  #triangle(
    canvas: Canvas,
    points: Float64Array,
    places: Float64Array,
    [a, b, c]: readonly [number, number, number],
  ): void {
    const [ax, ay, az] = [points[a * 3] ?? 0, points[a * 3 + 1] ?? 0, points[a * 3 + 2] ?? 0];
    const [bx, by, bz] = [points[b * 3] ?? 0, points[b * 3 + 1] ?? 0, points[b * 3 + 2] ?? 0];
    const [cx, cy, cz] = [points[c * 3] ?? 0, points[c * 3 + 1] ?? 0, points[c * 3 + 2] ?? 0];
    const area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay);
    if (Math.abs(area) < 1e-6) return;
    const [pa, pb, pc] = [a * 2, b * 2, c * 2];
    const x0 = Math.max(0, Math.ceil(Math.min(ax, bx, cx)));
    const x1 = Math.min(canvas.width - 1, Math.floor(Math.max(ax, bx, cx)));
    const y0 = Math.max(0, Math.ceil(Math.min(ay, by, cy)));
    const y1 = Math.min(canvas.height - 1, Math.floor(Math.max(ay, by, cy)));
    for (let y = y0; y <= y1; y++) {
      for (let x = x0; x <= x1; x++) {
        const wb = ((x - ax) * (cy - ay) - (cx - ax) * (y - ay)) / area;
        const wc = ((bx - ax) * (y - ay) - (x - ax) * (by - ay)) / area;
        const wa = 1 - wb - wc;
        if (wa < 0 || wb < 0 || wc < 0) continue;
        const z = wa * az + wb * bz + wc * cz;
        const at = y * canvas.width + x;
        if (z >= (this.#depth[at] ?? 0)) continue;
        this.#depth[at] = z;
        const u = wa * (places[pa] ?? 0) + wb * (places[pb] ?? 0) + wc * (places[pc] ?? 0);
        const v = wa * (places[pa + 1] ?? 0) + wb * (places[pb + 1] ?? 0) + wc * (places[pc + 1] ?? 0);
        this.#sample(canvas.data, at * 3, u, v);
      }
    }
  }

  /** A thin line where the lids meet, as far as it is not hidden. */
  #lashes(canvas: Canvas, points: Float64Array): void {
    const steps = 10;
    for (const line of LASHES) {
      for (let i = 0; i < (line.length - 1) * steps; i++) {
        const part = (i % steps) / steps;
        const [from = 0, to = 0] = [line[Math.floor(i / steps)], line[Math.floor(i / steps) + 1]];
        const at = (axis: number): number =>
          (points[from * 3 + axis] ?? 0) * (1 - part) + (points[to * 3 + axis] ?? 0) * part;
        const [x, y] = [Math.round(at(0)), Math.round(at(1))];
        const nearest = this.#depth[y * canvas.width + x] ?? 0;
        if (at(2) <= nearest + 0.05) canvas.rectangle(x, y - 1, 1, 2, LASH_COLOUR);
      }
    }
  }

  /** Writes the texture's colour at u, v, between its four nearest pixels. */
  #sample(into: Uint8Array, at: number, u: number, v: number): void {
    const { data, width } = this.#texture;
    const [x, y] = [Math.floor(u), Math.floor(v)];
    const [fx, fy] = [u - x, v - y];
    const from = (y * width + x) * 3;
    const below = from + width * 3;
    for (let i = 0; i < 3; i++) {
      const top = (data[from + i] ?? 0) * (1 - fx) + (data[from + 3 + i] ?? 0) * fx;
      const bottom = (data[below + i] ?? 0) * (1 - fx) + (data[below + 3 + i] ?? 0) * fx;
      into[at + i] = top * (1 - fy) + bottom * fy;
    }
  }
}

/** Reads the face that the simulated baby wears. */
export async function loadFaceModel(): Promise<FaceModel> {
  const assets = new URL('./assets/', import.meta.url);
  const [picture, mesh] = await Promise.all([
    readFile(new URL('original.png', assets)),
    readFile(new URL('face-mesh.json', assets), 'utf8'),
  ]);
  const { data, info } = await sharp(picture).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return new FaceModel(new Canvas(info.width, info.height, data), JSON.parse(mesh) as Mesh);
}

/** Where in the texture each point takes its colour from: x, y of each. Below the eyes the cheeks are drawn in. */
function texturePlaces(points: Mesh['points']): Float64Array {
  const middle = points[NOSE_TIP]?.[0] ?? 0;
  const eyes = ((points[LEFT_EYE]?.[1] ?? 0) + (points[RIGHT_EYE]?.[1] ?? 0)) / 2;
  const halfWidth = Math.max(...points.map(([x]) => Math.abs(x - middle)));
  const halfHeight = Math.max(...points.map(([, y]) => y - eyes));
  return Float64Array.from(
    points.flatMap(([x, y]) => {
      const below = Math.min(1, Math.max(0, (3 * (y - eyes)) / halfHeight));
      const inset = INSET * below * (Math.abs(x - middle) / halfWidth) ** 2;
      return [x + inset * (middle - x), y];
    }),
  );
}

/** Turns the points of a picture's face upright and towards the camera, in units of the distance of the eyes. */
function upright(points: Mesh['points']): Float64Array {
  const flat = Float64Array.from(points.flat());
  const at = (point: number, axis: number): number => flat[point * 3 + axis] ?? 0;
  const middle = [0, 1, 2].map((axis) => (at(LEFT_CHEEK, axis) + at(RIGHT_CHEEK, axis)) / 2);
  for (let i = 0; i < flat.length; i++) flat[i] = (flat[i] ?? 0) - (middle[i % 3] ?? 0);
  const turn = (first: number, second: number, angle: number): void => {
    const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
    for (let i = 0; i < flat.length; i += 3) {
      const [p, q] = [flat[i + first] ?? 0, flat[i + second] ?? 0];
      flat[i + first] = p * cos - q * sin;
      flat[i + second] = p * sin + q * cos;
    }
  };
  const [x, y, z] = [0, 1, 2] as const;
  turn(x, y, -Math.atan2(at(RIGHT_EYE, y) - at(LEFT_EYE, y), at(RIGHT_EYE, x) - at(LEFT_EYE, x)));
  turn(y, z, -Math.atan2(at(CHIN, z) - at(FOREHEAD, z), at(CHIN, y) - at(FOREHEAD, y)));
  turn(x, z, -Math.atan2(at(NOSE_TIP, x), -at(NOSE_TIP, z)));
  const eyes = Math.hypot(at(RIGHT_EYE, x) - at(LEFT_EYE, x), at(RIGHT_EYE, y) - at(LEFT_EYE, y));
  return flat.map((value, i) => (i % 3 === z ? DEPTH * value : value) / eyes);
}

function sinCos(degrees: number): [number, number] {
  const radians = (degrees * Math.PI) / 180;
  return [Math.sin(radians), Math.cos(radians)];
}
