import type { Node, NodeAPI, NodeDef } from 'node-red';
import { statusLine } from '../shared/status-line.ts';
import { type Publication, RetainedMessages } from './retained-messages.ts';

interface Config extends NodeDef {
  /** The topic of the broker node's birth message: it says that the connection is there again. */
  birthTopic: string;
  birthPayload: string;
}

/** Messages that wait for the first connection; what happened before a restart is told within seconds after it. */
const MOST_EARLY = 200;

function isPublication(message: object): message is Publication {
  return 'topic' in message && typeof message.topic === 'string' && message.topic !== '';
}

export default function register(RED: NodeAPI) {
  function MqttRetained(this: Node, config: Config) {
    RED.nodes.createNode(this, config);
    const messages = new RetainedMessages();
    /** What happened before the first connection; undefined from then on. */
    let early: Publication[] | undefined = [];
    const line = statusLine(this, () => {
      const text = RED._('mqtt-retained.status.topics', { count: messages.count });
      return { fill: 'green', shape: 'dot', text };
    });
    line.changed();
    this.on('input', (message, send, done) => {
      if (!isPublication(message)) {
        done(new Error(RED._('mqtt-retained.errors.topic')));
        return;
      }
      if (message.topic === config.birthTopic) {
        if (String(message.payload) === config.birthPayload) {
          // mqtt out turns an object into text in place: it gets a copy.
          for (const one of [...messages.sendAgain(), ...(early ?? [])]) send({ ...one });
          early = undefined;
        }
      } else {
        messages.remember({ ...message });
        if (early && !message.retain) early = [...early, { ...message }].slice(-MOST_EARLY);
        else send(message);
      }
      line.changed();
      done();
    });
    this.on('close', () => line.close());
  }
  RED.nodes.registerType('mqtt-retained', MqttRetained);
}
