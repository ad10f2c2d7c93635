import { cradleTopics } from '@smart-cradle/protocol/topics';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkReading } from '../cradle-reading/reading-checker.ts';
import { type RunningNode, runNode } from '../testing/flow-runner.ts';
import register from './index.ts';

const topic = cradleTopics('cradle-a').command;

let node: RunningNode;
beforeEach(async () => {
  node = await runNode(register, 'cradle-care', {}, 4);
});
afterEach(() => node.end());

/** A command as it comes from the broker: cradle reading hands it on, or out at its second output. */
async function send(command: object): Promise<void> {
  const payload = Buffer.from(JSON.stringify(command));
  const checked = checkReading({ topic, payload }, 0);
  await node.receive(
    checked.ok
      ? { ...checked.value }
      : { topic, payload: { topic, reason: checked.reason }, refused: payload },
  );
}

test('an entry becomes a point, and the statistics follow', async () => {
  await send({ action: 'care', kind: 'fed', note: '120 ml' });
  expect(node.outputs[0]).toMatchObject([{ kind: 'history_point', payload: { fields: { kind: 'fed' } } }]);
  expect(node.outputs[1]).toContainEqual(
    expect.objectContaining({ topic: cradleTopics('cradle-a').statistics('last_fed') }),
  );
  expect(node.outputs.slice(2)).toEqual([[], []]);
});

test.each([
  ['a wrong kind', { action: 'care', kind: 'milk' }, 'kind', '"milk"'],
  ['a kind that is missing', { action: 'care' }, 'kind', 'missing'],
  ['a time that is none', { action: 'care', kind: 'fed', at: 'noon' }, 'at', '"noon"'],
  ['a time ahead', { action: 'care', kind: 'fed', at: '2099-01-01T00:00:00Z' }, 'at', '2099-01-01'],
  ['a note that is too long', { action: 'care', kind: 'fed', note: 'x'.repeat(201) }, 'note', 'xxx'],
  ['an entry that is not there', { action: 'care_delete', id: 'abc-1' }, 'id', '"abc-1"'],
  ['nothing to take back', { action: 'care_undo' }, 'action', 'care_undo'],
  ['an unknown action', { action: 'care_forget' }, 'action', 'care_forget'],
])(
  '%s is refused where whoever sent it can read it, in both languages',
  async (_name, command, field, value) => {
    await send({ ...command, by: 'Mina' });
    expect(node.outputs[0]).toEqual([]);
    const [refused] = node.outputs[2] ?? [];
    expect(refused).toMatchObject({
      topic: cradleTopics('cradle-a').careError,
      retain: false,
      payload: { event_type: 'refused', action: command.action, field, by: 'Mina' },
    });
    expect(JSON.stringify(refused)).toContain(value.replaceAll('"', '\\"'));
    const [told] = node.outputs[3] ?? [];
    expect(told).toMatchObject({ kind: 'tell', cradle: 'cradle-a', loud: false });
    const { text } = told as { text: { en: string; ko: string } };
    expect(text.en).toContain(value);
    expect(text.ko).toMatch(/[가-힣]{3}/);
    expect(text.ko).toContain(value);
  },
);

test('what is refused of others is not its business', async () => {
  await send({ action: 'snooze', minutes: -1 });
  await node.receive({ topic, payload: { topic, reason: 'not JSON' }, refused: Buffer.from('{') } as never);
  expect(node.outputs).toEqual([[], [], [], []]);
});
