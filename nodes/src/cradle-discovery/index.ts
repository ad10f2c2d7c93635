import type { Node, NodeAPI, NodeDef, NodeMessage } from 'node-red';
import palette from '../../package.json' with { type: 'json' };
import { houseLanguage } from '../shared/environment.ts';
import { isRuleMessage, isTick } from '../shared/rule-message.ts';
import {
  type DiscoveryState,
  initialState,
  passTime,
  type Step,
  type Surroundings,
  takeBirth,
  takeDiscovery,
  takeLanguage,
  takeRuleMessage,
} from './discovery-keeper.ts';
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
    let state: DiscoveryState = initialState(performance.now(), houseLanguage());

    const apply = (step: Step) => {
      const before = state;
      state = step.state;
      for (const publication of step.publish) this.send({ ...publication });
      if (before.cradles === state.cradles && before.standing === state.standing) return;
      const count = Object.keys(state.cradles).length;
      this.status({ fill: 'green', shape: 'dot', text: RED._('cradle-discovery.status.cradles', { count }) });
    };

    const takeHouse = (message: HouseMessage): Step => {
      switch (message.kind) {
        case 'birth':
          return takeBirth(state, Math.random() * LONGEST_DELAY, around());
        case 'language':
          return takeLanguage(state, message.language);
        case 'discovery':
          return takeDiscovery(state, message.topic, message.content, around());
      }
    };

    const timer = setInterval(() => apply(passTime(state, around())), INTERVAL);
    this.on('input', (message: NodeMessage, _send, done) => {
      if (isRuleMessage(message)) {
        apply(takeRuleMessage(state, message, around()));
      } else if (!isTick(message)) {
        const house = readHouseMessage(message.topic ?? '', message.payload);
        if (!house.ok) {
          done(new Error(`${message.topic}: ${house.reason}`));
          return;
        }
        if (house.value) apply(takeHouse(house.value));
      }
      done();
    });
    this.on('close', () => clearInterval(timer));
  }
  RED.nodes.registerType('cradle-discovery', CradleDiscovery);
}
