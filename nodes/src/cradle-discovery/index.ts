import type { Node, NodeAPI, NodeDef, NodeMessage } from 'node-red';
import palette from '../../package.json' with { type: 'json' };
import { houseLanguage } from '../shared/environment.ts';
import { isRuleMessage, isTick } from '../shared/rule-message.ts';
import { statusLine } from '../shared/status-line.ts';
import { DiscoveryKeeper, type Publication, type Surroundings } from './discovery-keeper.ts';
import { type HouseMessage, readHouseMessage } from './discovery-message.ts';

/** Milliseconds between two looks at what has gone silent. */
const INTERVAL = 500;
/** Milliseconds within which everything is published again after Home Assistant's birth, so that not all do so at once. */
const LONGEST_DELAY = 2000;

/** Node-RED: cradle discovery. Its output goes to the broker. */
export default function register(RED: NodeAPI): void {
  function CradleDiscovery(this: Node, config: NodeDef): void {
    RED.nodes.createNode(this, config);
    const around = (): Surroundings => ({
      version: palette.version,
      now: performance.now(),
      date: new Date(),
    });
    const keeper = new DiscoveryKeeper(performance.now(), houseLanguage());
    const line = statusLine(this, () => {
      const text = RED._('cradle-discovery.status.cradles', { count: keeper.count });
      return { fill: 'green', shape: 'dot', text };
    });
    const publish = (publications: readonly Publication[]) => {
      for (const publication of publications) this.send({ ...publication });
      line.changed();
    };

    const takeHouse = (message: HouseMessage): void => {
      switch (message.kind) {
        case 'birth':
          keeper.takeBirth(Math.random() * LONGEST_DELAY, around());
          return;
        case 'language':
          keeper.takeLanguage(message.language);
          return;
        case 'discovery':
          keeper.takeDiscovery(message.topic, message.content, around());
          return;
      }
    };

    const timer = setInterval(() => publish(keeper.passTime(around())), INTERVAL);
    this.on('input', (message: NodeMessage, _send, done) => {
      if (isRuleMessage(message)) {
        publish(keeper.takeRuleMessage(message, around()));
      } else if (!isTick(message)) {
        const house = readHouseMessage(message.topic ?? '', message.payload);
        if (!house.ok) {
          done(new Error(`${message.topic}: ${house.reason}`));
          return;
        }
        if (house.value) takeHouse(house.value);
      }
      done();
    });
    this.on('close', () => {
      clearInterval(timer);
      line.close();
    });
  }
  RED.nodes.registerType('cradle-discovery', CradleDiscovery);
}
