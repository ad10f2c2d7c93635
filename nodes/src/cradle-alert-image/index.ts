import type { Node, NodeAPI, NodeDef, NodeMessage } from 'node-red';
import { isEventOutput } from '../shared/flow-message.ts';
import { isRuleMessage } from '../shared/rule-message.ts';
import { NewestPictures } from './newest-picture.ts';

/** Node-RED: cradle alert image. Its output goes to the broker. */
export default function register(RED: NodeAPI): void {
  function CradleAlertImage(this: Node, config: NodeDef): void {
    RED.nodes.createNode(this, config);
    const pictures = new NewestPictures();
    this.on('input', (message: NodeMessage, send, done) => {
      if (isEventOutput(message)) {
        const image = pictures.imageOf(message, Date.now());
        if (image) send({ ...image });
      } else if (isRuleMessage(message)) pictures.take(message, Date.now());
      done();
    });
  }
  RED.nodes.registerType('cradle-alert-image', CradleAlertImage);
}
