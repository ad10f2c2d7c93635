import type { Occupied } from '@smart-cradle/protocol/presence';
import { differing, type MotionLook, type Structure } from './motion.ts';

/** What is known of the bed at one moment. */
export interface BedLook extends Pick<MotionLook, 'motion' | 'fine' | 'structure'> {
  /** Whether a face is seen; null when no good picture was judged lately, or it was too dark to tell. */
  face: boolean | null;
  /** A parent said "I have the baby": monitoring is paused. */
  paused: boolean;
}

/** ms after the last sign of life in which the bed is occupied without a doubt. */
const ALIVE_FOR = 10_000;
/** ms after it in which an occupied bed stays that: a baby may lie still, turned away or covered. */
const STAYS_FOR = 300_000;
/** ms without a look until nothing is known any more. */
const LOOK_WITHIN = 3_000;
/** ms in which small movement must have been seen again and again until it is more than chance. */
const FINE_WINDOW = 3_000;
/** Part of the looks in that time that must have seen it. */
const FINE_PART = 0.5;
/** Motion (0–100) of a baby that is lifted out or laid down. */
const GROSS = 20;
/** ms without any movement, down to breathing, until a bed that a baby may have left is taken for empty. */
const STILL_FOR = 120_000;
/** The same when a parent has said "I have the baby". */
const STILL_WHEN_PAUSED = 45_000;
/** ms in which breathing must have been seen while the face was, so that its absence means something. */
const CALIBRATED_AFTER = 45_000;
/** Part of that time in which it must have been seen. */
const VISIBLE_PART = 0.9;
/** Change of structure beyond noise by which a pixel differs from the empty bed's. */
const DIFFERS = 0.12;
/** Part of the picture that may differ from the empty bed's; an infant's head alone is three times that. */
const EMPTY_PART = 0.012;
/** ms that the picture must be that of the empty bed until it is told. */
const EMPTY_FOR = 8_000;
/** ms in which what was taken for the empty bed must move until it is not taken for that any more. */
const CONTRADICTED_AFTER = 2 * FINE_WINDOW;
/** How fast the empty bed's picture follows daylight, as a part of the difference a look. */
const FOLLOW = 0.002;

/**
 * Tells whether somebody lies in the bed. A face, movement or breathing say that it is occupied. That none of them is
 * seen says nothing: a baby may be turned away or covered. Empty is only a bed whose picture is that of the empty bed,
 * which is learnt when all of this came together: somebody was moved as a whole; no face since; and not the slightest
 * movement for two minutes in a picture in which breathing had been visible all along with the face — or for less, when
 * a parent has said that the baby is with them. In doubt it is `unknown`, which counts as occupied.
 */
export class Occupancy {
  #state: Occupied = 'unknown';
  #lookedAt = Number.NEGATIVE_INFINITY;
  #aliveAt = Number.NEGATIVE_INFINITY;
  #movedAt = Number.NEGATIVE_INFINITY;
  #fine: { time: number; fine: boolean }[] = [];
  /** ms with a face and no gross motion, and how much of them showed breathing. */
  #seen = { time: 0, visible: 0 };
  /** Whether somebody may have left: gross motion since a face was seen last. */
  #maybeLeft = false;
  #empty: Structure | undefined;
  #matchesSince: number | undefined;
  #movesInEmptySince: number | undefined;

  /** @param now monotonic time in ms */
  take(look: BedLook, now: number): Occupied {
    const passed = Math.min(LOOK_WITHIN, now - this.#lookedAt);
    this.#lookedAt = now;
    if (look.motion === null || look.fine === null) {
      // The light changes, or it is dark: what was still may have moved unseen.
      this.#fine = [];
      this.#matchesSince = undefined;
      if (look.face) this.#aliveAt = now;
      if (look.motion === null && look.face === null) this.#movedAt = now;
      return this.#decide(now);
    }
    this.#fine = this.#fine.filter(({ time }) => now - time < FINE_WINDOW);
    this.#fine.push({ time: now, fine: look.fine });
    const breathes =
      this.#fine.length > 2 && this.#fine.filter(({ fine }) => fine).length >= FINE_PART * this.#fine.length;
    const moves = breathes || look.motion > 0;
    if (moves) this.#movedAt = now;
    if (look.face || breathes || look.motion >= GROSS) this.#aliveAt = now;
    if (look.face) this.#maybeLeft = false;
    else if (look.motion >= GROSS) this.#maybeLeft = true;
    if (look.face && look.motion < GROSS && passed < LOOK_WITHIN) {
      this.#seen.time += passed;
      if (breathes) this.#seen.visible += passed;
    }
    this.#compare(look, moves, now);
    if (look.face === false) this.#learn(look, now);
    return this.#decide(now);
  }

  /** Nothing new has come: what is known of the bed now. */
  at(now: number): Occupied {
    return this.#decide(now);
  }

  /** The camera was lost or moved: begins anew. */
  reset(): void {
    this.#state = 'unknown';
    this.#aliveAt = Number.NEGATIVE_INFINITY;
    this.#movedAt = Number.NEGATIVE_INFINITY;
    this.#lookedAt = Number.NEGATIVE_INFINITY;
    this.#fine = [];
    this.#seen = { time: 0, visible: 0 };
    this.#maybeLeft = false;
    this.#empty = undefined;
    this.#matchesSince = undefined;
    this.#movesInEmptySince = undefined;
  }

  #compare({ structure, face }: BedLook, moves: boolean, now: number): void {
    const empty = this.#empty;
    const same =
      empty !== undefined &&
      empty.values.length === structure.values.length &&
      differing(structure, empty, DIFFERS) <= EMPTY_PART * structure.values.length;
    if (!same) {
      this.#matchesSince = undefined;
      this.#movesInEmptySince = undefined;
      return;
    }
    this.#movesInEmptySince = moves ? (this.#movesInEmptySince ?? now) : undefined;
    const contradicted =
      this.#movesInEmptySince !== undefined && now - this.#movesInEmptySince >= CONTRADICTED_AFTER;
    if (face || contradicted) {
      // What was taken for the empty bed has somebody in it.
      this.#empty = undefined;
      this.#matchesSince = undefined;
      this.#movesInEmptySince = undefined;
      return;
    }
    this.#matchesSince = moves ? undefined : (this.#matchesSince ?? now);
    if (!moves)
      for (let i = 0; i < empty.values.length; i++)
        empty.values[i] =
          (empty.values[i] ?? 0) + FOLLOW * ((structure.values[i] ?? 0) - (empty.values[i] ?? 0));
  }

  #learn({ structure, paused }: BedLook, now: number): void {
    if (this.#empty || !this.#maybeLeft) return;
    const stillFor = now - this.#movedAt;
    const isVisible =
      this.#seen.time >= CALIBRATED_AFTER && this.#seen.visible >= VISIBLE_PART * this.#seen.time;
    if (!(isVisible && stillFor >= STILL_FOR) && !(paused && stillFor >= STILL_WHEN_PAUSED)) return;
    this.#empty = {
      values: structure.values.slice(),
      noise: structure.noise.slice(),
      width: structure.width,
    };
    // It has been still for long: no further wait.
    this.#matchesSince = now - EMPTY_FOR;
  }

  #decide(now: number): Occupied {
    if (now - this.#lookedAt > LOOK_WITHIN) this.#state = 'unknown';
    else if (now - this.#aliveAt < ALIVE_FOR) this.#state = 'ON';
    else if (this.#matchesSince !== undefined && now - this.#matchesSince >= EMPTY_FOR) this.#state = 'OFF';
    else if (this.#state === 'OFF' || now - this.#aliveAt >= STAYS_FOR) this.#state = 'unknown';
    return this.#state;
  }
}
