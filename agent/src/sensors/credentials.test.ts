import { expect, it } from 'vitest';
import { withoutCredentials } from './credentials.ts';

it.each([
  ['rtsp://me:hunter2@cam:554/live', 'rtsp://cam:554: Server returned 401 Unauthorized'],
  ['rtsp://me:hun@ter2:x@cam/live', 'rtsp://cam: Server returned 401 Unauthorized'],
  ['http://cam/stream?user=me&pwd=hunter2', 'http://cam: Server returned 401 Unauthorized'],
  ['rtsp://10.0.0.7/user=me&password=hunter2&channel=1', 'rtsp://10.0.0.7: Server returned 401 Unauthorized'],
  ['rtsp://me:hunter2@no host/', 'rtsp://…: Server returned 401 Unauthorized'],
])('leaves of %s only where it is', (address, expected) => {
  expect(withoutCredentials(`${address}: Server returned 401 Unauthorized`, ['-i', address])).toBe(expected);
});

it('takes a user and a password out of an address that is none of the arguments', () => {
  expect(withoutCredentials('tcp://me:hunter2@cam:1?timeout=5: refused', ['-i', 'x'])).toBe(
    'tcp://cam:1?timeout=5: refused',
  );
});

it('leaves all else as it is', () => {
  const text = '/dev/video0: No such file or directory';
  expect(withoutCredentials(text, ['-i', '/dev/video0'])).toBe(text);
});
