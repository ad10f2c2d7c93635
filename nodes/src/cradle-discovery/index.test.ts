import { originalDiscovery, rulesDiscovery } from '@smart-cradle/protocol/entities';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import palette from '../../package.json' with { type: 'json' };
import { type RunningNode, runNode } from '../testing/flow-runner.ts';
import register from './index.ts';

const uuid = 'cradle-abc-123';
const about = { topic: '', cradle: uuid, received: 0 };
const reading = { ...about, kind: 'temperature', payload: { temperature: 36.5 } };
const online = { ...about, kind: 'availability', payload: 'online' };
const rulesTopic = `homeassistant/device/${uuid}-rules/config`;
const agentTopic = `homeassistant/device/${uuid}/config`;
const agent = {
  topic: agentTopic,
  payload: Buffer.from(
    JSON.stringify({
      device: { name: 'Nursery', identifiers: [uuid] },
      origin: { name: 'Smart Cradle agent' },
      components: { temperature: { platform: 'sensor' } },
    }),
  ),
};
const birth = { topic: 'homeassistant/status', payload: Buffer.from('online') };

let node: RunningNode;
beforeEach(async () => {
  node = await runNode(register, 'cradle-discovery', { version: 1 }, 1);
});
afterEach(() => node.end());

const sent = (topic: string) =>
  node.outputs[0]?.flatMap((out) =>
    'topic' in out && out.topic === topic && 'payload' in out ? [String(out.payload)] : [],
  ) ?? [];
const named = (topic: string) => sent(topic).map((text) => (text ? JSON.parse(text).device.name : ''));

describe('a cradle with an agent', () => {
  beforeEach(async () => {
    await node.receive(agent);
    await node.receive(online);
    await node.receive(reading);
    await node.pass(10_000);
  });

  test('gets the entities of the rules once, under the name that the agent gave it', () => {
    expect(named(rulesTopic)).toEqual(['Nursery']);
    expect(sent(agentTopic)).toEqual([]);
    const identity = { uuid, name: 'Nursery', language: 'en' as const };
    expect(JSON.parse(sent(rulesTopic)[0] ?? '')).toEqual(
      JSON.parse(JSON.stringify(rulesDiscovery(identity, palette.version))),
    );
  });

  test('that is renamed is published anew', async () => {
    await node.receive({
      ...agent,
      payload: Buffer.from(agent.payload.toString().replace('Nursery', 'Mina')),
    });
    await node.pass(1000);
    expect(named(rulesTopic)).toEqual(['Nursery', 'Mina']);
  });

  test("is published again after Home Assistant's birth, and when the house changes its language", async () => {
    await node.receive(birth);
    await node.pass(3000);
    expect(sent(rulesTopic)).toHaveLength(2);
    await node.receive({ topic: 'smart-cradle/language', payload: Buffer.from('ko') });
    await node.pass(1000);
    expect(sent(rulesTopic).at(-1)).toContain('알림');
  });

  test('that is forgotten is cleared', async () => {
    await node.receive({ ...about, kind: 'command', payload: { action: 'forget' } });
    expect(sent(rulesTopic).at(-1)).toBe('');
  });
});

describe('a cradle that speaks only the original protocol', () => {
  test('is described on its behalf, and its parts are watched', async () => {
    await node.receive(reading);
    for (let second = 0; second < 5; second++) {
      await node.receive(reading);
      await node.pass(1000);
    }
    expect(JSON.parse(sent(agentTopic)[0] ?? '')).toEqual(
      JSON.parse(JSON.stringify(originalDiscovery({ uuid, name: uuid, language: 'en' }, palette.version))),
    );
    const part = `cradle/${uuid}/availability/thermometer`;
    expect(sent(part).map((text) => JSON.parse(text).state)).toEqual(['online']);
    await node.pass(6000);
    expect(sent(part).map((text) => JSON.parse(text).state)).toEqual(['online', 'offline']);
  });

  test('gets an agent later: its topic is never written again', async () => {
    await node.receive(reading);
    await node.pass(5000);
    const before = sent(agentTopic).length;
    await node.receive(agent);
    await node.receive(birth);
    await node.pass(5000);
    expect(sent(agentTopic)).toHaveLength(before);
    expect(named(rulesTopic).at(-1)).toBe('Nursery');
  });
});

test('the house is there without any cradle', async () => {
  await node.pass(3000);
  expect(sent('homeassistant/device/smart-cradle-rules/config')).toHaveLength(1);
});
