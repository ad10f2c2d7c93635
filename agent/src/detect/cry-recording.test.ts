import { expect, test } from 'vitest';
import type { CryDetector } from '../detection/cry/cry-detector.ts';
import { judgeRecording, ringsOf } from './cry-recording.ts';
import { cryReport } from './cry-report.ts';

/** One character a second: `x` is crying. */
const windows = (text: string) => [...text].map((c, start) => ({ start, steady: c === 'x' }));

test.each([
  ['crying that lasts rings once', 'xxxxxxxxxxxx', [5]],
  ['short crying does not ring', 'xxxx........xxxx', []],
  ['a pause shorter than the gap goes on', 'xxx..xxx', [5]],
  ['a pause as long as the gap ends it', 'xxx....xxxxxxx', [12]],
  ['two bouts ring twice', 'xxxxxx......xxxxxx', [5, 17]],
])('%s', (_, text, rings) => {
  expect(ringsOf(windows(text), 5, 3)).toEqual(rings);
});

test('a recording is judged as the agent hears it: two of three windows', async () => {
  const loud: CryDetector = {
    analyse: async (window) => {
      const crying = (window[0] ?? 0) > 0.5;
      return { probability: crying ? 0.9 : 0.1, crying, level: -20, digitalSilence: false };
    },
    close: async () => {},
  };
  const sound = new Float32Array(16_000 * 6).fill(0.01);
  for (const second of [0, 1, 3]) sound[16_000 * second] = 1;
  const judged = await judgeRecording(loud, sound);
  expect(judged.map(({ crying }) => crying)).toEqual([true, true, false, true, false]);
  expect(judged.map(({ steady }) => steady)).toEqual([false, true, true, true, false]);

  const { sections } = cryReport([{ file: 'a/b.wav', windows: judged }], 0.5, 'en');
  expect(sections[0]?.title).toBe('b.wav');
  expect(sections[0]?.figures).toContainEqual(['two of three', '3']);
  expect(sections[0]?.content.at(-1)).toContain('0:02–0:05');
});
