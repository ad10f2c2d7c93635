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
