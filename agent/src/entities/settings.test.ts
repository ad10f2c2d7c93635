import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cradleTopics } from '@smart-cradle/protocol/topics';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Inbox } from '../mqtt/inbox.ts';
import { Rejections } from '../mqtt/rejections.ts';
import { Settings } from './settings.ts';

const topics = cradleTopics('a');
const log = { debug() {}, info() {}, warn() {}, error() {} };
let folder = '';
let file = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'smart-cradle-'));
  file = join(folder, 'data', 'settings.json');
});
afterEach(() => rm(folder, { recursive: true }));

async function started(path = file) {
  const published: string[] = [];
  const note = (topic: string, payload: string | Buffer) =>
    void published.push(`${topic.slice(9)}=${payload}`);
  const rejections = new Rejections(log);
  const inbox = new Inbox(rejections);
  const settings = new Settings({
    file: path,
    outlets: {
      topics,
      outbox: { state: note, live: note, picture: note },
      stamp: () => ({ date: new Date(), simulated: false }),
    },
    ...{ inbox, rejections, log },
  });
  await settings.start();
  const set = async (name: string, text: string, retained = false) => {
    inbox.take(topics.settingSet(name), Buffer.from(text), retained);
    await settings.stop();
  };
  return { settings, published, set, rejections };
}

describe('settings', () => {
  it('begin with their defaults and are published', async () => {
    const { published } = await started();
    expect(published).toEqual([
      'settings/rocking_minutes=15',
      'settings/rocking_level=2',
      'settings/direction_threshold=0.15',
      'settings/crying_threshold=0.5',
      'settings/direction_rule=offset',
    ]);
  });

  it('are on the disk before they are told, and survive', async () => {
    const { published, set } = await started();
    await set('rocking_minutes', '7');
    expect(published.at(-1)).toBe('settings/rocking_minutes=7');
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ rocking_minutes: 7 });
    const next = await started();
    expect(next.settings.values.rocking_minutes).toBe(7);
    expect(next.published).toContain('settings/rocking_minutes=7');
  });

  it.each([
    ['rocking_minutes', '99', '15'],
    ['rocking_minutes', 'soon', '15'],
    ['rocking_minutes', '', '15'],
    ['direction_rule', 'guess', 'offset'],
  ])('keep the old value of %s when %j is wrong, and say why', async (name, text, old) => {
    const { published, set, rejections } = await started();
    await set(name, text);
    expect(published.at(-2)).toMatch(new RegExp(`^settings/error=${name} `));
    expect(published.at(-1)).toBe(`settings/${name}=${old}`);
    expect(rejections.count).toBe(1);
  });

  it('take the last of several changes', async () => {
    const { settings, set } = await started();
    await Promise.all(['5', '6', '7', '8'].map((text) => set('rocking_minutes', text)));
    expect(settings.values.rocking_minutes).toBe(8);
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ rocking_minutes: 8 });
  });

  it('refuse a retained command', async () => {
    const { settings, set } = await started();
    await set('rocking_minutes', '7', true);
    expect(settings.values.rocking_minutes).toBe(15);
  });

  it('keep what is right of a file with a wrong value, and all defaults of a broken one', async () => {
    await writeFile(join(folder, 'one.json'), '{"rocking_minutes": 900, "direction_rule": "original"}');
    const one = await started(join(folder, 'one.json'));
    expect(one.settings.values).toMatchObject({ rocking_minutes: 15, direction_rule: 'original' });
    await writeFile(join(folder, 'two.json'), '{"rocking_minutes": 9');
    const two = await started(join(folder, 'two.json'));
    expect(two.settings.values.rocking_minutes).toBe(15);
  });

  it('keep the old value when it cannot be stored', async () => {
    await writeFile(join(folder, 'data'), 'a file where the folder should be');
    const { settings, published, set } = await started(join(folder, 'data', 'settings.json'));
    await set('rocking_minutes', '7');
    expect(settings.values.rocking_minutes).toBe(15);
    expect(published.at(-2)).toContain('settings/error=rocking_minutes is not stored');
  });
});
