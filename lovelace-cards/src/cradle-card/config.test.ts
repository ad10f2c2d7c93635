import { expect, test } from 'vitest';
import { parseConfig, streamOf } from './config.ts';

test('a stream belongs to the cradle that it is configured for, and to no other', () => {
  const one = parseConfig({ type: 'x', cradle: 'cradle-1', stream_entity: 'camera.nursery' });
  expect(streamOf(one, 'cradle-1')).toBe('camera.nursery');
  const each = parseConfig({ type: 'x', stream_entity: { 'cradle-1': 'camera.nursery' } });
  expect(streamOf(each, 'cradle-1')).toBe('camera.nursery');
  expect(streamOf(each, 'cradle-2')).toBeUndefined();
});
