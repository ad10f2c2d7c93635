import type { Node, NodeAPI, NodeDef, NodeMessage } from 'node-red';
import { houseLanguage, rulesClock } from '../shared/environment.ts';
import { isRuleMessage, isTick } from '../shared/rule-message.ts';
import { stateFile } from '../shared/state-file.ts';
import { checkKeptCradles } from './kept-file.ts';
import {
  endPauses,
  introduce,
  type KeptCradles,
  nextPauseEnd,
  type Outcome,
  takeMessage,
} from './settings-keeper.ts';
import { testAlarm } from './test-alarm.ts';

/** Longest that a timer may run, in milliseconds; a longer wait looks again on the way. */
const LONGEST_TIMER = 3_600_000;

/**
 * Node-RED: cradle settings. Output 1: what came in, and before it the settings and the monitoring that hold for it;
 * output 2: what the broker shall know; output 3: ticks.
 */
export default function register(RED: NodeAPI): void {
  function CradleSettings(this: Node, config: NodeDef): void {
    RED.nodes.createNode(this, config);
    const clock = rulesClock();
    const check = (content: unknown) => checkKeptCradles(content, clock.now());
    const file = stateFile(RED.settings.userDir ?? '.', this.id, check, (reason) => this.error(reason));
    let step = clock.wallStep();
    let cradles: KeptCradles = file.load() ?? {};
    let timer: NodeJS.Timeout | undefined;

    const show = () => {
      const all = Object.values(cradles);
      const paused = all.filter(({ pause }) => pause).length;
      const text = RED._('cradle-settings.status.cradles', { count: all.length, paused });
      this.status({ fill: paused > 0 ? 'yellow' : 'green', shape: 'dot', text });
    };

    const wait = () => {
      clearTimeout(timer);
      const end = nextPauseEnd(cradles);
      if (end === undefined) return;
      const wall = clock.toWallDuration(Math.max(0, end - clock.now()));
      timer = setTimeout(
        () => apply(endPauses(cradles, clock.now(), clock.wallTime)),
        Math.min(wall, LONGEST_TIMER),
      );
    };

    /** Saves what changed before anybody is told of it. */
    const apply = (outcome: Outcome) => {
      if (outcome.cradles !== cradles) {
        cradles = outcome.cradles;
        file.save(cradles);
      }
      for (const message of outcome.announce) this.send([{ ...message }, null, null]);
      for (const publication of outcome.publish) this.send([null, { ...publication }, null]);
      wait();
      show();
    };

    const begin = () => {
      for (const [uuid, cradle] of Object.entries(cradles)) {
        apply({ cradles, ...introduce(uuid, cradle, clock.now(), clock.wallTime) });
      }
      wait();
      show();
    };
    RED.events.once('flows:started', begin);

    this.on('input', (message: NodeMessage, send, done) => {
      if (isTick(message)) {
        const before = step;
        step = clock.wallStep();
        if (step !== before) {
          const seconds = Math.round((step - before) / 1000);
          this.warn(RED._('cradle-settings.stepped', { seconds }));
        }
        send([null, null, { ...message, cradles: Object.keys(cradles).length }]);
      } else if (isRuleMessage(message)) {
        const outcome = takeMessage(cradles, message, clock.now(), clock.wallTime);
        if (outcome.cradles !== cradles || outcome.publish.length > 0) apply(outcome);
        const test = testAlarm(message, houseLanguage());
        if (test) this.send([null, test, null]);
        send([{ ...message }, null, null]);
      } else {
        done(new Error(RED._('cradle-settings.errors.message')));
        return;
      }
      done();
    });
    this.on('close', () => {
      RED.events.removeListener('flows:started', begin);
      clearTimeout(timer);
    });
  }
  RED.nodes.registerType('cradle-settings', CradleSettings);
}
