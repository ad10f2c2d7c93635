import { expect, test } from 'vitest';
import { CRADLE_CARD_FIELDS } from '../cradle-card/config.ts';
import { parseCardConfig } from './card-config.ts';

test('the first value of a field is its default, and no cradle means the chosen one', () => {
  expect(parseCardConfig({ type: 'custom:smart-cradle-card' }, CRADLE_CARD_FIELDS)).toEqual({
    type: 'custom:smart-cradle-card',
    cradle: undefined,
    layout: 'full',
    stream_entity: undefined,
    care: ['fed', 'changed', 'bed', 'medicine'],
  });
});

test.each([
  [{ cradle: 'a b' }, 'cradle ("a b") must be 1 to 64 letters'],
  [{ cradle: 7 }, 'cradle (7) must be'],
  [{ layout: 'tiny' }, 'layout ("tiny") must be one of full, compact, night'],
  [{ care: ['fed', 'walk'] }, 'care (["fed","walk"]) must be a list of fed, changed'],
  [{ cradle: 'a', stream_entity: 'nursery' }, 'stream_entity ("nursery") must be a camera'],
  [{ cradle: 'a', stream_entity: { a: 'light.x' } }, 'stream_entity ({"a":"light.x"}) must name a camera'],
  [{ stream_entity: 'camera.nursery' }, 'stream_entity ("camera.nursery") needs cradle'],
  [null, 'The configuration (null) must be an object'],
])('%j is refused with the field and the value', (config, words) => {
  expect(() => parseCardConfig(config, CRADLE_CARD_FIELDS)).toThrow(words);
});
