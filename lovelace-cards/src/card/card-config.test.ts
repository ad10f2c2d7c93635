import { expect, test } from 'vitest';
import { CRADLE_CARD_FIELDS } from '../cradle-card/config.ts';
import { parseCardConfig } from './card-config.ts';

test('the first value of a field is its default, and no cradle means the chosen one', () => {
  expect(parseCardConfig({ type: 'custom:smart-cradle-card' }, CRADLE_CARD_FIELDS)).toEqual({
    type: 'custom:smart-cradle-card',
    cradle: undefined,
    layout: 'full',
  });
});

test.each([
  [{ cradle: 'a b' }, 'cradle ("a b") must be 1 to 64 letters'],
  [{ cradle: 7 }, 'cradle (7) must be'],
  [{ layout: 'tiny' }, 'layout ("tiny") must be one of full, compact, night'],
  [null, 'The configuration (null) must be an object'],
])('%j is refused with the field and the value', (config, words) => {
  expect(() => parseCardConfig(config, CRADLE_CARD_FIELDS)).toThrow(words);
});
