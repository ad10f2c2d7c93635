import { angleBetween, type FaceGeometry, measureFace, pointOf } from './direction.ts';
import type { FaceTasks, Point, Rotation } from './mediapipe.ts';
import {
  closeWindows,
  cutWindow,
  fromWindow,
  hasDrifted,
  WHOLE,
  type Window,
  windowAround,
} from './picture-window.ts';
import { uprightSquare } from './upright-square.ts';
import type { Pixels } from './webgl-stub.ts';

const ROTATIONS: Rotation[] = [0, 90, 180, 270];
/** Score (0–1) of the detector for a place in the picture that is worth a mesh. */
const PLACE_SCORE = 0.45;
/** Score for the face upright and close, below which it is none. */
const FACE_SCORE = 0.6;
/** The same for a face that is followed: the mesh alone would go on following a bare round shape. */
const FOLLOWED_SCORE = 0.55;
/** Places this much worse than the best are tried too, as the score of an upright face is not always the best. */
const SCORE_MARGIN = 0.15;
/** A mesh turned further than this (degrees) against the rotation in which the face was found is a wrong one. */
const LARGEST_TURN = 60;
/** Frames between two looks at a face that is followed. */
const LOOK_EVERY = 5;
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
  #framesSinceLook = 0;
  #failures = 0;
  #nextWindow = 0;
  #nextSearch = Number.NEGATIVE_INFINITY;

  constructor(tasks: FaceTasks) {
    this.#tasks = tasks;
  }

  /** @param now monotonic time in ms, by which searches are spaced */
  next(picture: Pixels, now: number): Face | null {
    if (this.#face) {
      this.#face = this.#follow(picture, this.#face.score);
      if (this.#face) return this.#face;
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
    this.#failures = this.#face ? 0 : Math.min(this.#failures + 1, SEARCH_WAITS.length - 1);
    this.#nextSearch = now + (SEARCH_WAITS[this.#failures] ?? 0);
    return this.#face;
  }

  /** Looks everywhere, whatever was there before. */
  find(picture: Pixels): Face | null {
    return this.#search(picture, closeWindows(picture));
  }

  #isWorthSearching(picture: Pixels): boolean {
    return this.#tasks.score(picture, this.#place.rotation) >= PLACE_SCORE;
  }

  #search(picture: Pixels, windows: Window[]): Face | null {
    const best = this.#best(picture, this.#places(picture, [WHOLE])) ?? this.#small(picture, windows);
    if (!best) {
      this.#tasks.forget();
      return null;
    }
    const { face, place } = best;
    const small = place.window !== WHOLE;
    this.#place = small ? { ...place, window: windowAround(pointOf(face.points, 1), picture) } : place;
    this.#framesSinceLook = 0;
    // The mesh follows what it met last, in the window it met it in: that must be this face.
    if (small || best.isLast) {
      if (small) this.#tasks.forget();
      return face;
    }
    return this.#meet(picture, place) ?? face;
  }

  /** A face that is too small to be found in the whole picture. */
  #small(picture: Pixels, windows: Window[]): { face: Face; place: Place; isLast: boolean } | null {
    const best = this.#best(picture, this.#places(picture, windows));
    const longer = Math.max(picture.width, picture.height);
    return best && best.face.geometry.eyeDistance < SMALL_EYE_DISTANCE * longer ? best : null;
  }

  /** The places worth a mesh, the best first. */
  #places(picture: Pixels, windows: Window[]): Place[] {
    return windows
      .flatMap((window) => {
        const part = cutWindow(picture, window);
        return ROTATIONS.map((rotation) => ({ window, rotation, score: this.#tasks.score(part, rotation) }));
      })
      .filter(({ score }) => score >= PLACE_SCORE)
      .sort((a, b) => b.score - a.score);
  }

  #best(picture: Pixels, places: Place[]): { face: Face; place: Place; isLast: boolean } | null {
    const highest = places[0]?.score ?? 0;
    let best: { face: Face; place: Place; isLast: boolean } | null = null;
    for (const place of places) {
      if (best && place.score < highest - SCORE_MARGIN) break;
      const face = this.#meet(picture, place);
      if (face && (!best || face.score > best.face.score)) best = { face, place, isLast: true };
      else if (best) best.isLast = false;
    }
    return best;
  }

  /** Fits the mesh twice, the second time to the upright face, and looks at what it found. */
  #meet(picture: Pixels, place: Place): Face | null {
    this.#tasks.forget();
    const first = this.#measure(picture, place);
    if (!first || isTurned(first.geometry, place.rotation)) return null;
    const second = this.#measure(picture, place);
    if (!second || isTurned(second.geometry, place.rotation)) return null;
    const score = this.#look(picture, second);
    return score < FACE_SCORE ? null : { ...second, score };
  }

  #follow(picture: Pixels, lastScore: number): Face | null {
    const found = this.#measure(picture, this.#place);
    if (!found) return null;
    const { window } = this.#place;
    const nose = pointOf(found.points, 1);
    if (window !== WHOLE && hasDrifted(nose, window, picture)) {
      this.#place = { ...this.#place, window: windowAround(nose, picture) };
      this.#tasks.forget();
    }
    this.#framesSinceLook += 1;
    if (this.#framesSinceLook < LOOK_EVERY) return { ...found, score: lastScore };
    this.#framesSinceLook = 0;
    const score = this.#look(picture, found);
    return score < FOLLOWED_SCORE ? null : { ...found, score };
  }

  #measure(picture: Pixels, { window, rotation }: Place): { points: Point[]; geometry: FaceGeometry } | null {
    const found = this.#tasks.mesh(cutWindow(picture, window), rotation);
    if (!found) return null;
    const points = fromWindow(found, window);
    return { points, geometry: measureFace(points, picture) };
  }

  #look(picture: Pixels, { points, geometry }: { points: Point[]; geometry: FaceGeometry }): number {
    return this.#tasks.score(uprightSquare(picture, points, geometry.roll), 0);
  }
}

function isTurned({ roll }: FaceGeometry, rotation: Rotation): boolean {
  return Math.abs(angleBetween(roll, -rotation)) > LARGEST_TURN;
}
