import { agreedFace, type Meeting } from './agreement.ts';
import { likeness } from './appearance.ts';
import { angleBetween, type FaceGeometry, measureFace, NOSE_TIP, pointOf } from './direction.ts';
import { eyeOpening } from './eyes.ts';
import type { FaceTask, Point, Rotation } from './mediapipe.ts';
import type { Detection, NativeDetector } from './native-detector.ts';
import type { NativeMesh } from './native-mesh.ts';
import { mirrorPixels } from './picture-turn.ts';
import { closeWindows, cutWindow, fromWindow, WHOLE, type Window, windowAround } from './picture-window.ts';
import { StillFace } from './still-face.ts';
import { intoSquare, squareAround, type TurnedSquare } from './turned-square.ts';
import type { Pixels } from './webgl-stub.ts';
import { mirrorMesh, yawOf } from './yaw.ts';

const ROTATIONS: Rotation[] = [0, 90, 180, 270];
/** Score (0–1) of the detector for a place in the picture that is worth a mesh. */
const PLACE_SCORE = 0.4;
/** Score for the face upright and close, below which it is none. */
const FACE_SCORE = 0.65;
/** The same for a face that is followed: the mesh alone would go on following a bare round shape. */
const FOLLOWED_SCORE = 0.55;
/** Quality (score less unsteadiness) of most faces; meshes that lie askew on a face have less. */
const GOOD_QUALITY = 0.78;
/** Quality below which a mesh lies askew for certain. */
const LOWEST_QUALITY = 0.45;
/** Places this much worse than the best are tried too, as the score of an upright face is not always the best. */
const SCORE_MARGIN = 0.15;
/** Places that one search tries at most. */
const MOST_PLACES = 16;
/** A mesh turned further than this (degrees) against the rotation in which the face was found is a wrong one. */
const LARGEST_TURN = 60;
/** How far the mesh's eyes may lie from the detector's, and how far they usually do, in distances of the eyes. */
const LARGEST_MISFIT = 0.4;
const USUAL_MISFIT = 0.2;
/** Outer and inner corners of both eyes. */
const EYE_CORNERS = [
  [33, 133],
  [263, 362],
] as const;
/** Fits after which the mesh of a still face has settled. */
const FITS = 3;
/** Side of the square in which a followed face is fitted, in extents of its mesh, as MediaPipe has it. */
const FOLLOWED_MARGIN = 1.5;
/** How sure (0–1) the mesh must be that there is a face, as MediaPipe has it. */
const LEAST_PRESENCE = 0.5;
/** Side of the square of a closer look, in extents of the mesh. */
const LOOK_MARGIN = 2.2;
/** ms between two looks at a face that is followed; at ten pictures a second each fifth. */
const LOOK_EVERY = 450;
/** For how long (ms) the detector is not asked about a face that is as alike (correlation) as this to what it saw. */
const KNOWN_FOR = 1_900;
const ALIKE = 0.9;
/** Looks of which one refines the lips too, for the yaw. */
const LOOKS_A_REFINEMENT = 4;
/** Degrees that a followed face turns until nothing of the last correction holds. */
const CORRECTION_REACH = 15;
/** Waits between two searches in all rotations while nothing is found, ms. */
const SEARCH_WAITS = [0, 200, 400, 700];
/** Close windows that one search of a series looks into, beside the whole picture: small faces take turns. */
const WINDOWS_PER_SEARCH = 2;
/** Close windows are for faces whose eyes are nearer to each other than this part of the picture's longer side. */
const SMALL_EYE_DISTANCE = 0.08;

export interface Face extends Measured {
  /** How far the eyes are open, as height over width; up to half a second old. */
  eyeOpening: number;
  /** The detector's score (0–1) for the face upright and close; up to a few seconds old. */
  score: number;
}

interface Measured {
  points: Point[];
  geometry: FaceGeometry;
  /** Degrees; positive: the nose moves to the picture's right. */
  yaw: number;
}

/** A face that a search has met, and where. */
interface Found extends Meeting {
  face: Face;
  place: Place;
}

/** Where and how a face is looked for. */
interface Place {
  window: Window;
  rotation: Rotation;
  score: number;
}

/**
 * What a tracker sees with: MediaPipe's task fits a mesh to a face that was just found, wherever it lies in the window;
 * the native networks look for faces and follow them, at less cost.
 */
export interface FaceNetworks {
  task: FaceTask;
  mesh: NativeMesh;
  detector: NativeDetector;
}

/** Finds one face at any angle, and follows it from frame to frame. One call at a time. */
export class FaceTracker {
  readonly #task: FaceTask;
  readonly #mesh: NativeMesh;
  readonly #detector: NativeDetector;
  /** In which a face was found last. */
  #rotation: Rotation = 0;
  #face: Face | null = null;
  readonly #still = new StillFace();
  /**
   * Degrees that the yaw of the last refined mesh was more than that of the plain one, and what that was: refining each is
   * dear. Undefined: the face was just found.
   */
  #correction: { by: number; at: number } | undefined;
  /** What the followed face looked like when the detector saw it, and when that was, in ms. */
  #known: { appearance: Float32Array; at: number } | undefined;
  #lookedAt = Number.NEGATIVE_INFINITY;
  /** Since the face was found. */
  #looks = 0;
  #failures = 0;
  #nextWindow = 0;
  #nextSearch = Number.NEGATIVE_INFINITY;

  constructor({ task, mesh, detector }: FaceNetworks) {
    this.#task = task;
    this.#mesh = mesh;
    this.#detector = detector;
  }

  /** @param now monotonic time in ms, by which searches are spaced */
  async next(picture: Pixels, now: number): Promise<Face | null> {
    if (this.#face) {
      if (this.#still.isStill(picture, now)) return this.#face;
      this.#face = await this.#follow(picture, this.#face, now);
      if (this.#face) {
        this.#still.fitted(picture, this.#face.points, now);
        return this.#face;
      }
      this.#still.forget();
      this.#failures = 0;
    } else if (now < this.#nextSearch && !(await this.#isWorthSearching(picture))) {
      return null;
    }
    const all = closeWindows(picture);
    const windows = Array.from(
      { length: WINDOWS_PER_SEARCH },
      (_, i) => all[(this.#nextWindow + i) % all.length] ?? WHOLE,
    );
    this.#nextWindow = (this.#nextWindow + WINDOWS_PER_SEARCH) % all.length;
    this.#face = await this.#search(picture, windows);
    this.#lookedAt = now;
    this.#failures = this.#face ? 0 : Math.min(this.#failures + 1, SEARCH_WAITS.length - 1);
    this.#nextSearch = now + (SEARCH_WAITS[this.#failures] ?? 0);
    return this.#face;
  }

  /** Looks everywhere, whatever was there before. */
  find(picture: Pixels): Promise<Face | null> {
    return this.#search(picture, closeWindows(picture));
  }

  async #isWorthSearching(picture: Pixels): Promise<boolean> {
    return (await this.#scoreAt(picture, WHOLE, this.#rotation)) >= PLACE_SCORE;
  }

  /** The detector's score for a part of the picture after it is turned. */
  async #scoreAt(picture: Pixels, window: Window, rotation: Rotation): Promise<number> {
    const [width, height] = [window.width * picture.width, window.height * picture.height];
    const square = {
      x: window.x * picture.width + width / 2,
      y: window.y * picture.height + height / 2,
      side: Math.max(width, height),
      roll: -rotation,
    };
    return (await this.#detector.look(picture, square))?.score ?? 0;
  }

  async #search(picture: Pixels, windows: Window[]): Promise<Face | null> {
    const best = (await this.#best(picture, [WHOLE])) ?? (await this.#small(picture, windows));
    this.#task.forget();
    if (!best) return null;
    this.#rotation = best.place.rotation;
    this.#looks = 0;
    this.#correction = undefined;
    this.#known = undefined;
    return best.face;
  }

  /** A face that is too small to be found in the whole picture. */
  async #small(picture: Pixels, windows: Window[]): Promise<Found | null> {
    const best = await this.#best(picture, windows);
    const longer = Math.max(picture.width, picture.height);
    return best && best.face.geometry.eyeDistance < SMALL_EYE_DISTANCE * longer ? best : null;
  }

  /** The places worth a mesh, the best first. */
  async #places(picture: Pixels, windows: Window[]): Promise<Place[]> {
    const places: Place[] = [];
    for (const window of windows) {
      for (const rotation of ROTATIONS) {
        const score = await this.#scoreAt(picture, window, rotation);
        if (score >= PLACE_SCORE) places.push({ window, rotation, score });
      }
    }
    return places.sort((a, b) => b.score - a.score);
  }

  async #best(picture: Pixels, windows: Window[]): Promise<Found | null> {
    const meetings = await this.#meetings(picture, windows);
    const agreed = agreedFace(meetings, picture);
    if (!agreed || agreed.isConfirmed || windows[0] !== WHOLE) return agreed;
    const close = windowAround(pointOf(agreed.face.points, NOSE_TIP), picture);
    return agreedFace([...meetings, ...(await this.#meetings(picture, [close]))], picture);
  }

  /** The faces at the best places, each looked for in the picture and in its mirror. */
  async #meetings(picture: Pixels, windows: Window[]): Promise<Found[]> {
    const places = (await this.#places(picture, windows)).slice(0, MOST_PLACES);
    const highest = places[0]?.score ?? 0;
    const mirrored = places.length > 0 ? mirrorPixels(picture) : picture;
    const meetings: Found[] = [];
    for (const place of places) {
      const isGood = meetings.some(({ quality }) => quality >= GOOD_QUALITY);
      if (isGood && place.score < highest - SCORE_MARGIN) break;
      const met = await this.#meet(picture, place);
      if (met) meetings.push({ ...met, place, inMirror: false });
      const seen = await this.#meet(mirrored, mirrorPlace(place));
      if (seen) meetings.push({ ...seen, face: mirrorFace(seen.face, picture), place, inMirror: true });
    }
    return meetings;
  }

  /** Fits the mesh several times, each time to the face as the fit before turned it, and looks at what it found. */
  async #meet(picture: Pixels, place: Place): Promise<{ face: Face; quality: number } | null> {
    this.#task.forget();
    let found: Measured | null = null;
    let unsteadiness = 0;
    for (let fit = 0; fit < FITS; fit++) {
      const before: Measured | null = found;
      found = this.#measure(picture, place);
      if (!found || isTurned(found.geometry, place.rotation)) return null;
      if (before) unsteadiness = difference(before.geometry, found.geometry);
    }
    if (!found) return null;
    const { score, misfit } = await this.#look(picture, found);
    const quality = score - unsteadiness - Math.max(0, misfit - USUAL_MISFIT);
    if (score < FACE_SCORE || misfit > LARGEST_MISFIT || quality < LOWEST_QUALITY) return null;
    return { face: { ...found, eyeOpening: eyeOpening(found.points, picture), score }, quality };
  }

  async #follow(picture: Pixels, last: Face, now: number): Promise<Face | null> {
    const square = squareAround(last.points, picture, last.geometry.roll, FOLLOWED_MARGIN);
    const looks = !this.#correction || now - this.#lookedAt >= LOOK_EVERY;
    if (looks) this.#looks += 1;
    const withLips =
      looks && (this.#looks % LOOKS_A_REFINEMENT === 0 || this.#correctionAt(last.yaw) === null);
    const refinement = withLips ? 'eyes and lips' : looks ? 'eyes' : 'none';
    const { points, presence, refined, appearance } = await this.#mesh.fit(picture, square, refinement);
    if (presence < LEAST_PRESENCE) return null;
    const plain = yawOf(points, picture);
    if (withLips && refined) this.#correction = { by: yawOf(refined, picture) - plain, at: plain };
    const yaw = plain + (this.#correctionAt(plain) ?? 0);
    const found = { points, geometry: measureFace(points, picture), yaw };
    if (!refined) return { ...found, eyeOpening: last.eyeOpening, score: last.score };
    this.#lookedAt = now;
    const opening = eyeOpening(refined, picture);
    if (this.#isKnown(appearance, now)) return { ...found, eyeOpening: opening, score: last.score };
    const { score, misfit } = await this.#look(picture, found);
    if (score < FOLLOWED_SCORE || misfit > LARGEST_MISFIT) return null;
    this.#known = { appearance, at: now };
    return { ...found, eyeOpening: opening, score };
  }

  /** Whether the face looks as it did when the detector saw it, not long ago. */
  #isKnown(appearance: Float32Array, now: number): boolean {
    const known = this.#known;
    if (!known || now - known.at >= KNOWN_FOR) return false;
    return likeness(appearance, known.appearance) >= ALIKE;
  }

  /** What the yaw of a plain mesh lacks, in degrees: the less the further the face has turned since; null: unknown. */
  #correctionAt(yaw: number): number | null {
    if (!this.#correction) return null;
    const { by, at } = this.#correction;
    const left = 1 - Math.abs(yaw - at) / CORRECTION_REACH;
    return left > 0 ? by * left : null;
  }

  #measure(picture: Pixels, { window, rotation }: Place): Measured | null {
    const found = this.#task.mesh(cutWindow(picture, window), rotation);
    if (!found) return null;
    const points = fromWindow(found, window);
    return measure(points, picture);
  }

  /** Looks at the face once more, upright and close: how sure the detector is, and where it sees the eyes. */
  async #look(picture: Pixels, measured: Measured): Promise<{ score: number; misfit: number }> {
    const square = squareAround(measured.points, picture, measured.geometry.roll, LOOK_MARGIN);
    const seen = await this.#detector.look(picture, square);
    if (!seen) return { score: 0, misfit: 0 };
    return { score: seen.score, misfit: misfitOf(measured, square, picture, seen.eyes) };
  }
}

function measure(points: Point[], picture: Pixels): Measured {
  return { points, geometry: measureFace(points, picture), yaw: yawOf(points, picture) };
}

/** A face of the mirrored picture as it is in the picture. */
function mirrorFace(face: Face, picture: Pixels): Face {
  return { ...face, ...measure(mirrorMesh(face.points), picture) };
}

/** The same place in the mirrored picture. */
function mirrorPlace({ window, rotation, score }: Place): Place {
  const mirrored = window === WHOLE ? WHOLE : { ...window, x: 1 - window.x - window.width };
  return { window: mirrored, rotation: ((360 - rotation) % 360) as Rotation, score };
}

function isTurned({ roll }: FaceGeometry, rotation: Rotation): boolean {
  return Math.abs(angleBetween(roll, -rotation)) > LARGEST_TURN;
}

/**
 * How far the eyes of the mesh lie from those that the detector sees, in distances of the eyes as they would be from the
 * front. A mesh on a face takes at most a quarter, one that was laid over the wrong part of a head half and more.
 */
function misfitOf(
  { points, yaw }: Measured,
  square: TurnedSquare,
  { width, height }: Pixels,
  eyes: Detection['eyes'],
): number {
  const [left, right] = EYE_CORNERS.map(([outer, inner]) => {
    const [a, b] = [pointOf(points, outer), pointOf(points, inner)];
    return intoSquare({ x: ((a.x + b.x) / 2) * width, y: ((a.y + b.y) / 2) * height }, square);
  }) as [{ x: number; y: number }, { x: number; y: number }];
  const distance = Math.hypot(left.x - right.x, left.y - right.y);
  const off = (mesh: { x: number; y: number }, seen: { x: number; y: number }): number =>
    Math.hypot(mesh.x - seen.x, mesh.y - seen.y);
  const furthest = Math.max(off(left, eyes[0]), off(right, eyes[1]));
  return (furthest / distance) * Math.cos((Math.min(75, Math.abs(yaw)) * Math.PI) / 180);
}

/** How differently two fits of one face lie; a few hundredths when they agree. */
function difference(a: FaceGeometry, b: FaceGeometry): number {
  return (
    Math.abs(a.offset - b.offset) +
    Math.abs(a.eyeDistance - b.eyeDistance) / b.eyeDistance +
    Math.abs(angleBetween(a.roll, b.roll)) / 60
  );
}
