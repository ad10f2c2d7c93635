import type { OfflineReason } from '@smart-cradle/protocol/availability';
import { expect, it } from 'vitest';
import { PipelineHeartbeat } from './pipeline-heartbeat.ts';

/** What is said each 10 s for two minutes. */
function look(at: (second: number) => { judged: number; reason: OfflineReason | null }): string[][] {
  let second = 0;
  const heartbeat = new PipelineHeartbeat([
    { name: 'direction', judged: () => at(second).judged, reason: () => at(second).reason },
  ]);
  return Array.from({ length: 13 }, (_, index) => {
    second = index * 10;
    return heartbeat.look(second * 1_000);
  });
}

it('is content while pictures are judged, and while none come for a known reason', () => {
  expect(look((second) => ({ judged: second * 8, reason: null })).flat()).toEqual([]);
  expect(look(() => ({ judged: 7, reason: 'disconnected' })).flat()).toEqual([]);
});

it('notices within half a minute that nothing is judged though the camera is there', () => {
  const said = look((second) => ({ judged: Math.min(second, 40), reason: null }));
  expect(said.slice(0, 7).flat()).toEqual([]);
  expect(said.slice(7)).toEqual(Array(6).fill(['direction']));
});

it('does not take a stuck detector for a known reason', () => {
  expect(look(() => ({ judged: 7, reason: 'detector_stuck' })).at(-1)).toEqual(['direction']);
});

it('gives a model a minute to start', () => {
  const said = look(() => ({ judged: 0, reason: 'starting' }));
  expect(said.slice(0, 6).flat()).toEqual([]);
  expect(said.at(-1)).toEqual(['direction']);
});

it('gives a camera that comes back its time', () => {
  const said = look((second) => ({ judged: 5, reason: second < 60 ? 'disconnected' : null }));
  expect(said.slice(0, 8).flat()).toEqual([]);
  expect(said.at(-1)).toEqual(['direction']);
});

it('notices a stuck detector though the camera comes and goes', () => {
  const said = look((second) => ({ judged: 5, reason: second % 40 === 30 ? 'no_data' : null }));
  expect(said.slice(0, 5).flat()).toEqual([]);
  expect(said.flat()).toContain('direction');
});
