import { describe, expect, it } from 'vitest';
import { CameraHealth, LOOK_EVERY } from './camera-health.ts';

const picture = (level: number, change = 0): Uint8Array => {
  const grey = new Uint8Array(160 * 120).fill(level);
  grey[100] = level + change;
  return grey;
};

/** What is said of the pictures, one each half second. */
function look(pictures: Uint8Array[]) {
  const health = new CameraHealth();
  return pictures.map((grey, index) => health.look(grey, 1_000_000 + index * LOOK_EVERY));
}

const repeat = (count: number, at: (index: number) => Uint8Array) =>
  Array.from({ length: count }, (_, i) => at(i));

describe('CameraHealth', () => {
  it('is content with a picture in which one pixel flickers', () => {
    expect(look(repeat(60, (index) => picture(90, index % 2)))).not.toContain('frozen');
  });

  it('notices within 5 s that the same picture comes again and again, and that it moves again', () => {
    const states = look([
      ...repeat(4, (index) => picture(90, index)),
      ...repeat(10, () => picture(90, 9)),
      picture(91),
    ]);
    const frozen = states.indexOf('frozen');
    expect((frozen - 4) * LOOK_EVERY).toBeLessThanOrEqual(4_500);
    expect(states.slice(0, frozen)).not.toContain('frozen');
    expect(states.slice(frozen, -1).every((state) => state === 'frozen')).toBe(true);
    expect(states.at(-1)).toBeNull();
  });

  it('notices a black picture even when it flickers, and not one that is black for a moment', () => {
    expect(look(repeat(8, (index) => picture(0, index % 2))).at(-1)).toBe('black');
    expect(look([...repeat(4, (index) => picture(0, index % 2)), picture(90), picture(91)])).not.toContain(
      'black',
    );
  });

  it('does not take a dark room for a black picture', () => {
    expect(look(repeat(20, (index) => picture(6, index % 2)))).not.toContain('black');
  });
});
