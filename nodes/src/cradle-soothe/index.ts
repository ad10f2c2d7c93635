import type { Node, NodeAPI, NodeDef, NodeMessage } from 'node-red';
import { z } from 'zod';
import { rulesClock } from '../shared/environment.ts';
import { isRuleMessage, isTick } from '../shared/rule-message.ts';
import { stateFile } from '../shared/state-file.ts';
import { statusLine } from '../shared/status-line.ts';
import { type KeptSoothing, Soother } from './soother.ts';

const kept: z.ZodType<Record<string, KeptSoothing>> = z.record(
  z.string(),
  z.object({
    on: z.boolean(),
    player: z.string(),
    sound: z.string(),
    night: z.string(),
    used: z.number(),
    run: z
      .object({ from: z.number(), level: z.number(), calmAfter: z.number().nullable() })
      .nullable()
      .default(null),
  }),
);

/**
 * Node-RED: cradle soothe. Output 1: what the broker shall know, the motor's commands included; output 2: calls of the
 * media player; output 3: what parents shall read; output 4: ticks; output 5: runs, for cradle history.
 */
export default function register(RED: NodeAPI): void {
  function CradleSoothe(this: Node, config: NodeDef): void {
    RED.nodes.createNode(this, config);
    const clock = rulesClock();
    const file = stateFile(RED.settings.userDir ?? '.', this.id, kept.parse, (reason) => this.error(reason));
    const soother = new Soother({
      clock,
      kept: file.load() ?? {},
      save: file.save,
      publish: (publication) => this.send([{ ...publication }, null, null, null, null]),
      play: (payload) => this.send([null, { payload }, null, null, null]),
      tell: (message) => this.send([null, null, { ...message }, null, null]),
      store: (point) => this.send([null, null, null, null, { ...point }]),
    });
    const line = statusLine(this, () => {
      const { cradles, on, soothing } = soother.summary;
      const text = RED._('cradle-soothe.status', { cradles, on, soothing });
      return { fill: soothing > 0 ? 'blue' : on > 0 ? 'green' : 'grey', shape: 'dot', text };
    });
    const begin = () => {
      soother.start();
      line.changed();
    };
    RED.events.once('flows:started', begin);
    const each = setInterval(() => {
      soother.tick();
      line.changed();
    }, clock.toWallDuration(1000));
    this.on('input', (message: NodeMessage, send, done) => {
      if (isTick(message)) {
        soother.tick();
        send([null, null, null, message, null]);
      } else if (isRuleMessage(message)) soother.take(message);
      done();
    });
    this.on('close', () => {
      RED.events.removeListener('flows:started', begin);
      clearInterval(each);
      soother.stop();
      line.close();
    });
  }
  RED.nodes.registerType('cradle-soothe', CradleSoothe);
}
