import { readdirSync, readFileSync } from 'node:fs';
import type { DeviceDiscovery } from '@smart-cradle/protocol/discovery';
import { stableStringify } from '@smart-cradle/protocol/discovery';
import { agentDiscovery } from '@smart-cradle/protocol/entities';
import { describe, expect, it, vi } from 'vitest';
import type { Message } from './connection.ts';
import { Discovery, discoveryUpdates } from './discovery.ts';

const device = (name = 'Cradle'): DeviceDiscovery =>
  agentDiscovery({ uuid: 'a', name, language: 'en', version: '1.0.0', simulated: false });

describe('discoveryUpdates', () => {
  it('says nothing when the same is retained, in whatever order its keys are', () => {
    const next = device();
    const reversed = JSON.stringify(Object.fromEntries(Object.entries(next).reverse()));
    expect(discoveryUpdates(reversed, next)).toEqual([]);
  });

  it('says what changed, once', () => {
    expect(discoveryUpdates(stableStringify(device('Old')), device('New'))).toEqual([
      stableStringify(device('New')),
    ]);
  });

  it('first clears a component that is gone', () => {
    const previous = device();
    previous.components.gone = { platform: 'button' };
    const [clearing, clean] = discoveryUpdates(stableStringify(previous), device());
    expect(JSON.parse(clearing ?? '').components.gone).toEqual({ platform: 'button' });
    expect(clean).toBe(stableStringify(device()));
  });

  it.each([undefined, '', 'rubbish', '[]', '{"components":3}'])('writes over %j', (retained) => {
    expect(discoveryUpdates(retained, device())).toEqual([stableStringify(device())]);
  });
});

describe('migration', () => {
  /** What each version published for the same cradle: a house that updates has it retained. */
  const folder = new URL('./snapshots/', import.meta.url);
  const versions = readdirSync(folder).map((name) => ({
    name,
    text: readFileSync(new URL(name, folder), 'utf8').trim(),
  }));
  const next = agentDiscovery({
    uuid: 'cradle-abc-123',
    name: 'Mina',
    language: 'en',
    version: '9.9.9',
    simulated: false,
  });

  it.each(versions)(
    'from $name keeps each entity that is still there, and clears those that are gone',
    ({ text }) => {
      const before = JSON.parse(text).components as Record<string, { platform: string; unique_id: string }>;
      const [first, ...others] = discoveryUpdates(text, next).map((payload) => JSON.parse(payload));
      expect(Object.keys(before).length).toBeGreaterThan(5);
      for (const [key, { platform, unique_id }] of Object.entries(before)) {
        const now = (next.components as Record<string, object>)[key];
        // The same key with another id would leave an entity behind that nobody publishes.
        if (now) expect(now, key).toMatchObject({ platform, unique_id });
        else expect(first.components[key], key).toEqual({ platform });
      }
      expect([first, ...others].at(-1).components).toEqual(JSON.parse(stableStringify(next)).components);
    },
  );

  it('clears in Home Assistant what an older version had and this one has not', () => {
    const [{ text } = { text: '' }] = versions;
    const before = JSON.parse(text);
    before.components.old_sensor = {
      ...before.components.frame_rate,
      unique_id: 'cradle-abc-123_old_sensor',
    };
    const [clearing, clean] = discoveryUpdates(JSON.stringify(before), next);
    expect(JSON.parse(clearing ?? '').components.old_sensor).toEqual({ platform: 'sensor' });
    expect(JSON.parse(clean ?? '').components).not.toHaveProperty('old_sensor');
  });
});

describe('Discovery', () => {
  function discovery(retained: string | undefined) {
    const published: Message[] = [];
    let name = 'Cradle';
    const births: string[] = [];
    const log = () => {};
    const subject: Discovery = new Discovery({
      topic: 'd',
      build: () => device(name),
      broker: {
        isConnected: true,
        publish: async (message) => void published.push(message),
        subscribe: async () => {
          if (retained !== undefined) subject.take(Buffer.from(retained));
        },
        unsubscribe: async () => {},
      },
      onBirth: () => births.push('born'),
      log: { debug: log, info: log, warn: log, error: log },
      random: () => 0.5,
    });
    return { subject, published, births, rename: (to: string) => (name = to) };
  }

  it('publishes nothing over the same, and a change of name once', async () => {
    const { subject, published, rename } = discovery(stableStringify(device()));
    await subject.synchronise();
    expect(published).toEqual([]);
    rename('Other');
    subject.changed();
    subject.changed();
    await vi.waitFor(() => expect(published).toHaveLength(1));
    expect(published[0]).toMatchObject({ topic: 'd', qos: 1, retain: true });
  });

  it('answers the birth of Home Assistant once, after a while', async () => {
    vi.useFakeTimers();
    try {
      const { subject, published, births } = discovery(undefined);
      subject.born();
      subject.born();
      expect(published).toEqual([]);
      await vi.advanceTimersByTimeAsync(2_000);
      expect(published).toHaveLength(1);
      expect(births).toEqual(['born']);
    } finally {
      vi.useRealTimers();
    }
  });
});
