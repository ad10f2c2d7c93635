import { expect, it } from 'vitest';
import { valuesAfterPowerCuts } from '../../test/power-cut.ts';

/** A hundred are in bench/agent. */
const CUTS = 20;

it('there is the old or the new value after each power cut in the middle of changes', async () => {
  const values = await valuesAfterPowerCuts(CUTS);
  expect(values).toHaveLength(CUTS);
  expect(values.every((value) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 60)).toBe(
    true,
  );
  // They were in the middle: else all would have stopped at the same change.
  expect(new Set(values).size).toBeGreaterThan(2);
});
