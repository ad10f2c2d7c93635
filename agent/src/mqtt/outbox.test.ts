import { beforeEach, describe, expect, it } from 'vitest';
import type { Message } from './connection.ts';
import { Outbox } from './outbox.ts';

let connected = false;
let congested = false;
let now = 0;
let sent: Message[] = [];
let outbox: Outbox;

const lines = () => sent.map(({ topic, payload }) => `${topic}=${payload}`);

function connect(): void {
  connected = true;
  outbox.connected();
}

beforeEach(() => {
  connected = false;
  congested = false;
  now = 0;
  sent = [];
  outbox = new Outbox({
    greeting: { topic: 'a', payload: 'online' },
    isConnected: () => connected,
    isCongested: () => congested,
    send: (message) => sent.push(message),
    now: () => now,
  });
});

describe('states', () => {
  it('come before the greeting, so that no old state is taken for the present; retained, with QoS 1', () => {
    outbox.state('s', '1');
    connect();
    expect(lines()).toEqual(['s=1', 'a=online']);
    expect(sent.every(({ qos, retain }) => qos === 1 && retain)).toBe(true);
  });

  it('are all delivered in the order in which they changed while the broker was away', () => {
    connect();
    outbox.state('camera', 'online');
    outbox.state('servo', 'on');
    connected = false;
    sent = [];
    outbox.state('servo', 'off');
    outbox.state('camera', 'offline');
    outbox.state('camera', 'online again');
    now = 3_600_000;
    connect();
    expect(lines()).toEqual(['servo=off', 'camera=offline', 'camera=online again', 'a=online']);
  });

  it('are delivered again to a broker that may have lost them', () => {
    connect();
    outbox.state('x', '1');
    outbox.state('y', '2');
    sent = [];
    connect();
    expect(lines()).toEqual(['x=1', 'y=2', 'a=online']);
  });

  it('do not grow without end, and the last of each is never lost', () => {
    outbox.state('rare', 'kept');
    for (let change = 0; change < 10_000; change += 1) outbox.state('often', String(change));
    connect();
    expect(sent.length).toBeLessThan(600);
    expect(lines()).toContain('rare=kept');
    expect(lines()).toContain('often=9999');
  });
});

describe('live readings', () => {
  it('are never retained', () => {
    connect();
    outbox.live('t', '36.5');
    expect(sent.at(-1)).toEqual({ topic: 't', payload: '36.5', qos: 0, retain: false });
  });

  it('are delivered late when they are young, after the states, and left out when they are older than 5 s', () => {
    for (now = 0; now <= 20_000; now += 1_000) outbox.live('t', String(now));
    outbox.state('s', '1');
    now = 20_500;
    connect();
    expect(lines()).toEqual(['s=1', 'a=online', 't=16000', 't=17000', 't=18000', 't=19000', 't=20000']);
    expect(outbox.dropped).toBe(16);
  });
});

describe('pictures', () => {
  it('are left out while the network is slow or away', () => {
    outbox.picture('p', 'first');
    connect();
    congested = true;
    outbox.picture('p', 'second');
    congested = false;
    outbox.picture('p', 'third');
    expect(lines()).toEqual(['a=online', 'p=third']);
    expect(outbox.dropped).toBe(2);
  });
});
