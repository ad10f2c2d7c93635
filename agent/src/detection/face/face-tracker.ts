import { angleBetween, type FaceGeometry, measureFace } from './direction.ts';
import type { FaceTasks, Point, Rotation } from './mediapipe.ts';
import { uprightSquare } from './upright-square.ts';
import type { Pixels } from './webgl-stub.ts';

const ROTATIONS: Rotation[] = [0, 90, 180, 270];
/** Score (0–1) of the detector for a place in the whole picture that is worth a mesh. */
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

export interface Face {
  points: Point[];
  geometry: FaceGeometry;
  /** The detector's score (0–1) for the face upright and close; up to half a second old. */
  score: number;
}

/** Finds one face at any angle, and follows it from frame to frame. */
export class FaceTracker {
  readonly #tasks: FaceTasks;
  #rotation: Rotation = 0;
  #face: Face | null = null;
  #framesSinceLook = 0;
  #searches = 0;
  #nextSearch = Number.NEGATIVE_INFINITY;

  constructor(tasks: FaceTasks) {
    this.#tasks = tasks;
  }

  /** The face of the frame before, if there was one. */
  get face(): Face | null {
    return this.#face;
  }

  /** @param now monotonic time in ms, by which searches are spaced */
  next(picture: Pixels, now: number): Face | null {
    const followed = this.#face ? this.#follow(picture, this.#face.score) : null;
    if (followed) {
      this.#face = followed;
      return followed;
    }
    if (this.#face) {
      this.#face = null;
      this.#searches = 0;
      this.#nextSearch = now;
    }
    if (now < this.#nextSearch && this.#tasks.score(picture, this.#rotation) < PLACE_SCORE) return null;
    this.#face = this.search(picture);
    this.#searches = this.#face ? 0 : Math.min(this.#searches + 1, SEARCH_WAITS.length - 1);
    this.#nextSearch = now + (SEARCH_WAITS[this.#searches] ?? 0);
    return this.#face;
  }

  /** Looks for a face in all rotations, whatever was there before. */
  search(picture: Pixels): Face | null {
    const places = ROTATIONS.map((rotation) => ({ rotation, score: this.#tasks.score(picture, rotation) }))
      .filter(({ score }) => score >= PLACE_SCORE)
      .sort((a, b) => b.score - a.score);
    let best: { face: Face; rotation: Rotation } | null = null;
    let last: Rotation | null = null;
    for (const { rotation, score } of places) {
      if (best && score < (places[0]?.score ?? 0) - SCORE_MARGIN) break;
      const face = this.#meet(picture, rotation);
      last = rotation;
      if (face && (!best || face.score > best.face.score)) best = { face, rotation };
    }
    if (!best) {
      if (last !== null) this.#tasks.forget();
      return null;
    }
    // The mesh follows the face of the last attempt; it must be the best one.
    if (last !== best.rotation) best.face = this.#meet(picture, best.rotation) ?? best.face;
    this.#rotation = best.rotation;
    this.#framesSinceLook = 0;
    return best.face;
  }

  /** Fits the mesh twice, the second time to the upright face, and looks at what it found. */
  #meet(picture: Pixels, rotation: Rotation): Face | null {
    this.#tasks.forget();
    const first = this.#tasks.mesh(picture, rotation);
    if (!first || this.#isTurned(measureFace(first, picture), rotation)) return null;
    const points = this.#tasks.mesh(picture, rotation);
    if (!points) return null;
    const geometry = measureFace(points, picture);
    if (this.#isTurned(geometry, rotation)) return null;
    const score = this.#look(picture, points, geometry.roll);
    return score < FACE_SCORE ? null : { points, geometry, score };
  }

  #follow(picture: Pixels, lastScore: number): Face | null {
    const points = this.#tasks.mesh(picture, this.#rotation);
    if (!points) return null;
    const geometry = measureFace(points, picture);
    this.#framesSinceLook += 1;
    if (this.#framesSinceLook < LOOK_EVERY) return { points, geometry, score: lastScore };
    this.#framesSinceLook = 0;
    const score = this.#look(picture, points, geometry.roll);
    return score < FOLLOWED_SCORE ? null : { points, geometry, score };
  }

  #isTurned({ roll }: FaceGeometry, rotation: Rotation): boolean {
    return Math.abs(angleBetween(roll, -rotation)) > LARGEST_TURN;
  }

  #look(picture: Pixels, points: Point[], roll: number): number {
    return this.#tasks.score(uprightSquare(picture, points, roll), 0);
  }
}
