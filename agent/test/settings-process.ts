#!/usr/bin/env node
// Changes a setting of the agent again and again, as fast as it is stored, until it is killed. Standard output: `begun`
// when the first change is stored.
import { cradleTopics } from '@smart-cradle/protocol/topics';
import { Settings } from '../src/entities/settings.ts';
import { Inbox } from '../src/mqtt/inbox.ts';
import { Rejections } from '../src/mqtt/rejections.ts';

const [, , file = ''] = process.argv;
const log = { debug() {}, info() {}, warn() {}, error() {} };
const topics = cradleTopics('a');
const rejections = new Rejections(log);
const inbox = new Inbox(rejections);
const none = () => {};
const settings = new Settings({
  file,
  outlets: {
    topics,
    outbox: { state: none, live: none, picture: none },
    stamp: () => ({ date: new Date(), simulated: false }),
  },
  ...{ inbox, rejections, log },
});
await settings.start();
for (let change = 0; ; change += 1) {
  inbox.take(topics.settingSet('rocking_minutes'), Buffer.from(String((change % 60) + 1)), false);
  await settings.stop();
  if (change === 0) process.stdout.write('begun\n');
}
