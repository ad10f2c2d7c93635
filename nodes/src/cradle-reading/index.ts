import type { Node, NodeAPI, NodeDef, NodeMessage } from 'node-red';
import { rulesClock } from '../shared/environment.ts';
import { checkReading, createComplaints } from './reading-checker.ts';

/** Node-RED: cradle reading. Output 1: the checked message; output 2: topic and reason of what was refused. */
export default function register(RED: NodeAPI): void {
  function CradleReading(this: Node, config: NodeDef): void {
    RED.nodes.createNode(this, config);
    const clock = rulesClock();
    const isNew = createComplaints();
    const cradles = new Set<string>();
    let refused = 0;
    const show = () =>
      this.status({
        fill: refused > 0 ? 'yellow' : 'green',
        shape: 'dot',
        text: RED._('cradle-reading.status', { cradles: cradles.size, refused }),
      });
    this.on('input', (message: NodeMessage & { retain?: boolean }, send, done) => {
      const { topic = '', payload, retain } = message;
      // An empty retained message only clears a topic.
      if (Buffer.isBuffer(payload) && payload.length === 0 && retain) return done();
      const checked = checkReading(
        { topic, payload, ...(retain === undefined ? {} : { retain }) },
        clock.now(),
      );
      if (checked.ok) {
        if (!cradles.has(checked.value.cradle)) {
          cradles.add(checked.value.cradle);
          show();
        }
        send([{ ...message, ...checked.value }, null]);
      } else {
        refused++;
        if (isNew(topic, checked.reason)) {
          this.warn(RED._('cradle-reading.refused', { topic, reason: checked.reason }));
          show();
        }
        // What came stands beside the reason, for a node that can tell who sent it.
        send([null, { topic, payload: { topic, reason: checked.reason }, refused: payload }]);
      }
      done();
    });
    show();
  }
  RED.nodes.registerType('cradle-reading', CradleReading);
}
