import type { Node, NodeAPI, NodeDef } from 'node-red';
import { type Publication, type RetainedMessages, remember, sendAgain } from './retained-messages.ts';

interface Config extends NodeDef {
  /** The topic of the broker node's birth message: it says that the connection is there again. */
  birthTopic: string;
  birthPayload: string;
}

function isPublication(message: object): message is Publication {
  return 'topic' in message && typeof message.topic === 'string' && message.topic !== '';
}

export default function register(RED: NodeAPI) {
  function MqttRetained(this: Node, config: Config) {
    RED.nodes.createNode(this, config);
    let messages: RetainedMessages = new Map();
    const show = () => {
      this.status({
        fill: 'green',
        shape: 'dot',
        text: RED._('mqtt-retained.status.topics', { count: messages.size }),
      });
    };
    show();
    this.on('input', (message, send, done) => {
      if (!isPublication(message)) {
        done(new Error(RED._('mqtt-retained.errors.topic')));
        return;
      }
      if (message.topic === config.birthTopic) {
        if (String(message.payload) === config.birthPayload) {
          const again = sendAgain(messages);
          messages = again.messages;
          // mqtt out turns an object into text in place: it gets a copy.
          for (const one of again.send) send({ ...one });
        }
      } else {
        messages = remember(messages, { ...message });
        send(message);
      }
      show();
      done();
    });
  }
  RED.nodes.registerType('mqtt-retained', MqttRetained);
}
