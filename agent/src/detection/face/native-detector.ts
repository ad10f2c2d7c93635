import { createNativeNetwork } from './native-network.ts';
import { sampleSquare, type TurnedSquare } from './turned-square.ts';
import type { Pixels } from './webgl-stub.ts';

/** Side in pixels of what the network looks at, which it takes as values from −1 to 1. */
const SIDE = 128;
const SCALING = { scale: 1 / 127.5, shift: -1 };
/** The network's grids: cells a side, and faces that each cell may hold. */
const GRIDS = [
  { cells: 16, faces: 2, scores: 'classificator_8', places: 'regressor_8' },
  { cells: 8, faces: 6, scores: 'classificator_16', places: 'regressor_16' },
] as const;
/** Values of a place: the box's middle and size, and six points, the eyes first. */
const VALUES = 16;
const EYES = [4, 6] as const;
/** Score below which nothing is told. */
const LOWEST_SCORE = 0.3;
/** Boxes that share this much of their union with the best are the same face. */
const SAME_FACE = 0.3;

/** A face as the detector sees it, without a mesh. */
export interface Detection {
  /** 0–1. */
  score: number;
  /** The middles of both eyes, in parts (0–1) of the square; left as in a picture of a face that is upright. */
  eyes: [{ x: number; y: number }, { x: number; y: number }];
}

interface Candidate {
  score: number;
  /** In parts of the square (0–1). */
  values: number[];
}

/** MediaPipe's face detector of short range. */
export interface NativeDetector {
  /** The best face in the square, upright as the square is turned, or null. */
  look(picture: Pixels, square: TurnedSquare): Promise<Detection | null>;
}

export async function createNativeDetector(model: Uint8Array): Promise<NativeDetector> {
  const network = await createNativeNetwork(
    model,
    { inputs: ['input'], outputs: GRIDS.flatMap(({ scores, places }) => [scores, places]) },
    [3, SIDE, SIDE],
  );
  const values = new Float32Array(3 * SIDE * SIDE);
  return {
    look: async (picture, square) => {
      sampleSquare(picture, square, SIDE, SCALING, 'black', values);
      return bestOf(candidates(await network.run(values)));
    },
  };
}

/** What the network's values say: each is that of a channel at a cell. */
function candidates(output: Record<string, Float32Array>): Candidate[] {
  const found: Candidate[] = [];
  for (const { cells, faces, scores, places } of GRIDS) {
    const [scoreValues, placeValues] = [output[scores], output[places]];
    if (!scoreValues || !placeValues) throw new Error(`model: no output ${scores} or ${places}`);
    const count = cells * cells;
    for (let at = 0; at < count * faces; at++) {
      const score = 1 / (1 + Math.exp(-(scoreValues[at] ?? 0)));
      if (score < LOWEST_SCORE) continue;
      const [face, cell] = [Math.floor(at / count), at % count];
      const middle = [((cell % cells) + 0.5) / cells, (Math.floor(cell / cells) + 0.5) / cells];
      const values = Array.from({ length: VALUES }, (_, i) => {
        const value = (placeValues[(face * VALUES + i) * count + cell] ?? 0) / SIDE;
        return i === 2 || i === 3 ? value : value + (middle[i % 2] ?? 0);
      });
      found.push({ score, values });
    }
  }
  return found;
}

/** The mean of the best and of those that are the same face, weighted by their scores, as MediaPipe does it. */
function bestOf(found: Candidate[]): Detection | null {
  const best = found.toSorted((a, b) => b.score - a.score)[0];
  if (!best) return null;
  const same = found.filter(({ values }) => overlap(values, best.values) >= SAME_FACE);
  const weight = same.reduce((sum, { score }) => sum + score, 0);
  const mean = (i: number): number =>
    same.reduce((sum, { score, values }) => sum + score * (values[i] ?? 0), 0) / weight;
  const [left, right] = EYES.map((i) => ({ x: mean(i), y: mean(i + 1) })) as [
    { x: number; y: number },
    { x: number; y: number },
  ];
  return { score: best.score, eyes: [left, right] };
}

/** Intersection over union of two boxes: middle and size. */
function overlap(
  [ax = 0, ay = 0, aw = 0, ah = 0]: readonly number[],
  [bx = 0, by = 0, bw = 0, bh = 0]: readonly number[],
): number {
  const wide = Math.min(ax + aw / 2, bx + bw / 2) - Math.max(ax - aw / 2, bx - bw / 2);
  const high = Math.min(ay + ah / 2, by + bh / 2) - Math.max(ay - ah / 2, by - bh / 2);
  if (wide <= 0 || high <= 0) return 0;
  return (wide * high) / (aw * ah + bw * bh - wide * high);
}
