import { cradleTopics } from '@smart-cradle/protocol/topics';
import { expect, it } from 'vitest';
import { CameraEntity } from './camera.ts';

const topics = cradleTopics('a');

/** Topics of what is published of `seconds` of pictures at 10 a second, in an uneven beat. */
function published(settings: { publish_rate: number; publish_frame: boolean }, seconds: number): string[] {
  const sent: string[] = [];
  let now = 5_000;
  const entity = new CameraEntity(
    {
      topics,
      outbox: { state() {}, live() {}, picture: (topic) => void sent.push(topic) },
      stamp: () => ({ date: new Date(0), simulated: false }),
    },
    { ...settings, rate: 10 },
    () => now,
  );
  for (let frame = 0; frame < seconds * 10; frame += 1) {
    now = 5_000 + frame * 100 + (frame % 3) * 15;
    entity.take(Buffer.from('jpeg'));
  }
  return sent;
}

it.each([1, 2, 4, 10])('publishes %i pictures a second', (publish_rate) => {
  const sent = published({ publish_rate, publish_frame: false }, 60);
  expect(sent.every((topic) => topic === topics.camera)).toBe(true);
  expect(sent.length / 60).toBeCloseTo(publish_rate, 0);
});

it("publishes each picture as the original's frame when that is wanted, even without Home Assistant's", () => {
  expect(published({ publish_rate: 0, publish_frame: true }, 2)).toEqual(Array(20).fill(topics.frame));
});

it('publishes nothing when nothing is wanted', () => {
  expect(published({ publish_rate: 0, publish_frame: false }, 2)).toEqual([]);
});
