import { angleBetween, type FaceGeometry, measureFace, pointOf } from './direction.ts';
import type { Detection, FaceTasks, Point, Rotation } from './mediapipe.ts';
import {
  closeWindows,
  cutWindow,
  fromWindow,
  hasDrifted,
  WHOLE,
  type Window,
  windowAround,
} from './picture-window.ts';
import { StillFace } from './still-face.ts';
import { type UprightSquare, uprightSquare } from './upright-square.ts';
import type { Pixels } from './webgl-stub.ts';

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
/** ms between two looks at a face that is followed; at ten pictures a second each fifth. */
const LOOK_EVERY = 450;
/** Waits between two searches in all rotations while nothing is found, ms. */
const SEARCH_WAITS = [0, 200, 400, 700];
/** Close windows that one search of a series looks into, beside the whole picture: small faces take turns. */
const WINDOWS_PER_SEARCH = 2;
/** Close windows are for faces whose eyes are nearer to each other than this part of the picture's longer side. */
const SMALL_EYE_DISTANCE = 0.08;

export interface Face {
  points: Point[];
  geometry: FaceGeometry;
  /** The detector's score (0–1) for the face upright and close; up to half a second old. */
  score: number;
}

interface Measured {
  points: Point[];
  geometry: FaceGeometry;
}

/** A face that a search has met. */
interface Meeting {
  face: Face;
  place: Place;
  quality: number;
}

/** Where and how a face is looked for. */
interface Place {
  window: Window;
  rotation: Rotation;
  score: number;
}

const ANYWHERE: Place = { window: WHOLE, rotation: 0, score: 0 };

/** Finds one face at any angle, and follows it from frame to frame. */
export class FaceTracker {
  readonly #tasks: FaceTasks;
  #place = ANYWHERE;
  #face: Face | null = null;
  readonly #still = new StillFace();
  #lookedAt = Number.NEGATIVE_INFINITY;
  #failures = 0;
  #nextWindow = 0;
  #nextSearch = Number.NEGATIVE_INFINITY;

  constructor(tasks: FaceTasks) {
    this.#tasks = tasks;
  }

  /** @param now monotonic time in ms, by which searches are spaced */
  next(picture: Pixels, now: number): Face | null {
    if (this.#face) {
      if (this.#still.isStill(picture, now)) return this.#face;
      this.#face = this.#follow(picture, this.#face.score, now);
      if (this.#face) {
        this.#still.fitted(picture, this.#face.points, now);
        return this.#face;
      }
      this.#still.forget();
      this.#failures = 0;
    } else if (now < this.#nextSearch && !this.#isWorthSearching(picture)) {
      return null;
    }
    const all = closeWindows(picture);
    const windows = Array.from(
      { length: WINDOWS_PER_SEARCH },
      (_, i) => all[(this.#nextWindow + i) % all.length] ?? WHOLE,
    );
    this.#nextWindow = (this.#nextWindow + WINDOWS_PER_SEARCH) % all.length;
    this.#face = this.#search(picture, windows);
    this.#lookedAt = now;
    this.#failures = this.#face ? 0 : Math.min(this.#failures + 1, SEARCH_WAITS.length - 1);
    this.#nextSearch = now + (SEARCH_WAITS[this.#failures] ?? 0);
    return this.#face;
  }

  /** Looks everywhere, whatever was there before. */
  find(picture: Pixels): Face | null {
    return this.#search(picture, closeWindows(picture));
  }

  #isWorthSearching(picture: Pixels): boolean {
    return (this.#tasks.detect(picture, this.#place.rotation)?.score ?? 0) >= PLACE_SCORE;
  }

  #search(picture: Pixels, windows: Window[]): Face | null {
    const best = this.#best(picture, [WHOLE]) ?? this.#small(picture, windows);
    this.#tasks.forget();
    if (!best) return null;
    const { face, place } = best;
    this.#place =
      place.window === WHOLE ? place : { ...place, window: windowAround(pointOf(face.points, 1), picture) };
    return face;
  }

  /** A face that is too small to be found in the whole picture. */
  #small(picture: Pixels, windows: Window[]): Meeting | null {
    const best = this.#best(picture, windows);
    const longer = Math.max(picture.width, picture.height);
    return best && best.face.geometry.eyeDistance < SMALL_EYE_DISTANCE * longer ? best : null;
  }

  /** The places worth a mesh, the best first. */
  #places(picture: Pixels, windows: Window[]): Place[] {
    return windows
      .flatMap((window) => {
        const part = cutWindow(picture, window);
        return ROTATIONS.map((rotation) => ({
          window,
          rotation,
          score: this.#tasks.detect(part, rotation)?.score ?? 0,
        }));
      })
      .filter(({ score }) => score >= PLACE_SCORE)
      .sort((a, b) => b.score - a.score);
  }

  #best(picture: Pixels, windows: Window[]): Meeting | null {
    const places = this.#places(picture, windows).slice(0, MOST_PLACES);
    const highest = places[0]?.score ?? 0;
    let best: Meeting | null = null;
    for (const place of places) {
      if (best && best.quality >= GOOD_QUALITY && place.score < highest - SCORE_MARGIN) break;
      const meeting = this.#meet(picture, place);
      if (meeting && (!best || meeting.quality > best.quality)) best = meeting;
    }
    return best;
  }

  /** Fits the mesh several times, each time to the face as the fit before turned it, and looks at what it found. */
  #meet(picture: Pixels, place: Place): Meeting | null {
    this.#tasks.forget();
    let found: Measured | null = null;
    let unsteadiness = 0;
    for (let fit = 0; fit < FITS; fit++) {
      const before: Measured | null = found;
      found = this.#measure(picture, place);
      if (!found || isTurned(found.geometry, place.rotation)) return null;
      if (before) unsteadiness = difference(before.geometry, found.geometry);
    }
    if (!found) return null;
    const { score, misfit } = this.#look(picture, found);
    const quality = score - unsteadiness - Math.max(0, misfit - USUAL_MISFIT);
    if (score < FACE_SCORE || misfit > LARGEST_MISFIT || quality < LOWEST_QUALITY) return null;
    return { face: { ...found, score }, place, quality };
  }

  #follow(picture: Pixels, lastScore: number, now: number): Face | null {
    const found = this.#measure(picture, this.#place);
    if (!found) return null;
    const { window } = this.#place;
    const nose = pointOf(found.points, 1);
    if (window !== WHOLE && hasDrifted(nose, window, picture)) {
      this.#place = { ...this.#place, window: windowAround(nose, picture) };
      this.#tasks.forget();
    }
    if (now - this.#lookedAt < LOOK_EVERY) return { ...found, score: lastScore };
    this.#lookedAt = now;
    const { score, misfit } = this.#look(picture, found);
    return score < FOLLOWED_SCORE || misfit > LARGEST_MISFIT ? null : { ...found, score };
  }

  #measure(picture: Pixels, { window, rotation }: Place): Measured | null {
    const found = this.#tasks.mesh(cutWindow(picture, window), rotation);
    if (!found) return null;
    const points = fromWindow(found, window);
    return { points, geometry: measureFace(points, picture) };
  }

  /** Looks at the face once more, upright and close: how sure the detector is, and where it sees the eyes. */
  #look(picture: Pixels, { points, geometry }: Measured): { score: number; misfit: number } {
    const square = uprightSquare(picture, points, geometry.roll);
    const seen = this.#tasks.detect(square, 0);
    if (!seen) return { score: 0, misfit: 0 };
    return { score: seen.score, misfit: seen.eyes ? misfitOf(points, geometry, square, seen.eyes) : 0 };
  }
}

function isTurned({ roll }: FaceGeometry, rotation: Rotation): boolean {
  return Math.abs(angleBetween(roll, -rotation)) > LARGEST_TURN;
}

/**
 * How far the eyes of the mesh lie from those that the detector sees, in distances of the eyes as they would be from the
 * front. A mesh on a face takes at most a quarter, one that was laid over the wrong part of a head half and more.
 */
function misfitOf(
  points: readonly Point[],
  { yaw }: FaceGeometry,
  square: UprightSquare,
  eyes: NonNullable<Detection['eyes']>,
): number {
  const [left, right] = EYE_CORNERS.map(([outer, inner]) => {
    const [a, b] = [square.place(pointOf(points, outer)), square.place(pointOf(points, inner))];
    return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
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
