import { expect, test } from 'vitest';
import { type DeviceDiscovery, stableStringify, withRemovals } from './discovery.ts';
import { agentDiscovery, houseDiscovery, originalDiscovery, rulesDiscovery } from './entities.ts';

const cradle = { uuid: 'cradle-abc-123', name: 'Mina', language: 'en' } as const;
const agent = agentDiscovery({ ...cradle, version: '0.1.0', simulated: false });
const rules = rulesDiscovery(cradle, '0.1.0');
const house = houseDiscovery('en', '0.1.0');

test('the device is as it was: a change here changes what is in every house', () => {
  expect({ agent, rules, house }).toMatchSnapshot();
});

test('no id is used twice', () => {
  const components = [agent, rules, house].flatMap((discovery) => Object.values(discovery.components));
  for (const field of ['unique_id', 'default_entity_id'] as const) {
    const ids = components.map((component) => ('unique_id' in component ? component[field] : ''));
    expect(new Set(ids).size).toBe(ids.length);
  }
});

test('both publishers speak of one device, and only the agent of model and version', () => {
  expect(rules.device.identifiers).toEqual(agent.device.identifiers);
  expect(rules.device.name).toBe(agent.device.name);
  expect(rules.device).not.toHaveProperty('model');
});

test("what the rules publish does not vanish with the agent, and the agent's does", () => {
  for (const [key, component] of Object.entries(rules.components)) {
    expect(component, key).toMatchObject({ availability: [{ topic: 'smart-cradle/rules/availability' }] });
  }
  for (const [key, component] of Object.entries(agent.components)) {
    expect(component, key).toMatchObject({
      availability: expect.arrayContaining([{ topic: 'cradle/cradle-abc-123/availability' }]),
      availability_mode: 'all',
    });
  }
});

test('the house knows that the rules are dead without anybody saying so', () => {
  expect(house.components.rules).toMatchObject({ expire_after: 30 });
  expect(house.components.rules).not.toHaveProperty('availability');
});

test('a cradle of the original protocol gets the same ids', () => {
  const original = originalDiscovery(cradle, '0.1.0');
  for (const [key, component] of Object.entries(original.components)) {
    expect(agent.components[key]).toMatchObject({
      unique_id: 'unique_id' in component ? component.unique_id : undefined,
      platform: component.platform,
    });
  }
});

test('entity names follow the language of the house, ids stay English', () => {
  const korean = agentDiscovery({ ...cradle, language: 'ko', version: '0.1.0', simulated: true });
  expect(korean.components.temperature).toMatchObject({
    name: '체온',
    default_entity_id: 'sensor.cradle_abc_123_temperature',
  });
  expect(korean.device.model).toContain('SIMULATED');
});

test('a component that is gone is cleared first, and left out then', () => {
  const { temperature, ...rest } = agent.components;
  const next: DeviceDiscovery = { ...agent, components: rest };
  expect(temperature).toBeDefined();
  const [clearing, clean] = withRemovals(agent, next);
  expect(clearing?.components.temperature).toEqual({ platform: 'sensor' });
  expect(clean).toEqual(next);
  expect(withRemovals(agent, agent)).toEqual([agent]);
  expect(withRemovals(undefined, agent)).toEqual([agent]);
});

test('the same payload in another order is the same text', () => {
  expect(stableStringify({ b: [1, { d: 1, c: 2 }], a: null })).toBe('{"a":null,"b":[1,{"c":2,"d":1}]}');
});

test('a room and an entity for updates are told only of an agent that was told so itself', () => {
  expect([agent.device.suggested_area, agent.components.update]).toEqual([undefined, undefined]);
  const told = agentDiscovery({
    ...{ ...cradle, version: '0.1.0', simulated: false },
    ...{ area: 'Nursery', looksForUpdates: true },
  });
  expect(told.device.suggested_area).toBe('Nursery');
  expect(told.components.update).toMatchObject({
    platform: 'update',
    state_topic: `cradle/${cradle.uuid}/update`,
    default_entity_id: expect.stringMatching(/^update\..*_update$/),
  });
});
