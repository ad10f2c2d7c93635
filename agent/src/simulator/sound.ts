import type { Voice } from './truth.ts';

const RATE = 16_000;
/** Samples between two looks at pitch, loudness and filters. */
const BLOCK = 80;

/** A small generator of uniform numbers, 0 to 1: mulberry32, by Tommy Ettinger, public domain. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A resonance of the vocal tract: the two-pole filter of Klatt's synthesizer (JASA 67, 1980). */
class Resonator {
  #a = 1;
  #b = 0;
  #c = 0;
  #last = 0;
  #before = 0;

  /** @param frequency and @param bandwidth in Hz. */
  tune(frequency: number, bandwidth: number): void {
    this.#c = -Math.exp((-2 * Math.PI * bandwidth) / RATE);
    this.#b = 2 * Math.exp((-Math.PI * bandwidth) / RATE) * Math.cos((2 * Math.PI * frequency) / RATE);
    this.#a = 1 - this.#b - this.#c;
  }

  next(input: number): number {
    const output = this.#a * input + this.#b * this.#last + this.#c * this.#before;
    this.#before = this.#last;
    this.#last = output;
    return output;
  }
}

/** One breath out: a wail that rises, holds with a tremor and falls, and then a pause to breathe in. */
interface Phrase {
  /** Samples. */
  voiced: number;
  pause: number;
  /** Hz. */
  pitch: number;
  /** How far the pitch arches, of the pitch. */
  arch: number;
  /** Hz and depth of the tremor. */
  tremor: number;
  depth: number;
  /** Of full scale. */
  level: number;
  /** How much the mouth opens on the way, 0 to 1. */
  opening: number;
  /** How fast the overtones fall: a cry is pressed and bright, a whimper is a hum. */
  slope: number;
}

type Random = () => number;
const between = (random: Random, low: number, high: number) => low + (high - low) * random();

function newPhrase(voice: Exclude<Voice, 'silent'>, random: Random): Phrase {
  if (voice === 'fussing') {
    return {
      voiced: Math.round(between(random, 0.15, 0.35) * RATE),
      pause: Math.round(between(random, 1.2, 3) * RATE),
      pitch: between(random, 200, 250),
      arch: 0.05,
      tremor: 3,
      depth: 0.005,
      level: between(random, 0.0015, 0.003),
      opening: 0,
      slope: 2.5,
    };
  }
  return {
    voiced: Math.round(between(random, 0.7, 1.3) * RATE),
    pause: Math.round(between(random, 0.15, 0.35) * RATE),
    pitch: between(random, 450, 580),
    arch: between(random, 0.12, 0.3),
    tremor: between(random, 5, 8),
    depth: between(random, 0.01, 0.03),
    level: between(random, 0.05, 0.1),
    opening: between(random, 0.6, 1),
    slope: 0.5,
  };
}

/** The sound of a bed: an endless stream that is the same for the same seed and voices. */
export interface Sound {
  /** @returns The next `count` samples, 16 kHz, mono, 16 bit. */
  next(voice: Voice, count: number): Int16Array;
}

/**
 * A generated baby, for trying the cradle out and for tests with a known truth: a pulse train with falling overtones
 * through three formants, beside a quiet room. Never for training, and no measure of accuracy. A change of voice takes
 * effect within 0.1 s.
 */
export function createSound(seed: number): Sound {
  const random = mulberry32(seed);
  const formants = [new Resonator(), new Resonator(), new Resonator()];
  let phrase: (Phrase & { voice: Voice }) | undefined;
  /** Samples into the phrase. */
  let at = 0;
  /** Turns of the pulse train, 0 to 1. */
  let turn = 0;
  /** What the voice is at and what it goes to, of full scale: a glide, so that nothing clicks. */
  let gain = 0;
  let room = 0;
  let breath = 0;
  let seconds = 0;

  /** Pitch (Hz) and level of this block; sets the formants. */
  function shape(voice: Voice): { pitch: number; level: number; air: number; slope: number } {
    if (voice === 'silent') {
      phrase = undefined;
      return { pitch: 400, level: 0, air: 0, slope: 1 };
    }
    if (!phrase || phrase.voice !== voice || at >= phrase.voiced + phrase.pause) {
      phrase = { ...newPhrase(voice, random), voice };
      at = 0;
    }
    const { voiced, pitch, arch, tremor, depth, level, opening, slope } = phrase;
    const part = Math.min(1, at / voiced);
    const curve = Math.sin(Math.PI * Math.min(1, part * 1.15));
    const wave = Math.sin((2 * Math.PI * tremor * at) / RATE);
    const open = opening * Math.sin(Math.PI * part);
    formants[0]?.tune(700 + 500 * open, 130);
    formants[1]?.tune(1500 + 500 * open, 180);
    formants[2]?.tune(2900 + 500 * open, 260);
    const sounding = at < voiced;
    return {
      pitch: pitch * (1 - arch / 2 + arch * curve + depth * wave),
      level: sounding ? level * Math.min(1, part * 12, (1 - part) * 8) : 0,
      // Breathing in, heard between two wails.
      air: sounding ? 0 : level * 0.1,
      slope,
    };
  }

  return {
    next(voice, count) {
      const samples = new Int16Array(count);
      for (let begin = 0; begin < count; begin += BLOCK) {
        const { pitch, level, air, slope } = shape(voice);
        const end = Math.min(count, begin + BLOCK);
        // A sleeping baby breathes about 35 times a minute, and hardly anybody hears it.
        const sleeping = 0.0004 * (1 + Math.sin(2 * Math.PI * 0.58 * seconds));
        for (let n = begin; n < end; n++) {
          const white = random() * 2 - 1;
          room = 0.98 * room + 0.02 * white;
          breath = 0.7 * breath + 0.3 * white;
          gain += (level - gain) / 200;
          turn += pitch / RATE;
          turn -= Math.floor(turn);
          // Harmonics 1 to 6 of the voice.
          const phase = 2 * Math.PI * turn;
          let source = 0;
          for (let harmonic = 1; harmonic <= 6; harmonic++)
            source += Math.sin(phase * harmonic) / harmonic ** slope;
          const bright = (formants[0]?.next(source) ?? 0) + (formants[1]?.next(source) ?? 0) * 0.8;
          const voiceSound = gain * (bright + (formants[2]?.next(source) ?? 0) * 0.6) * 0.45;
          const background = room * 0.02 + breath * (sleeping + air) + white * 0.0003;
          samples[n] = Math.max(-32_768, Math.min(32_767, Math.round((voiceSound + background) * 32_767)));
        }
        at += end - begin;
        seconds += (end - begin) / RATE;
      }
      return samples;
    },
  };
}
