import { cradleTopics } from '@smart-cradle/protocol/topics';
import type { Node, NodeAPI, NodeDef, NodeMessage } from 'node-red';
import { readHouseMessage } from '../cradle-discovery/discovery-message.ts';
import { houseLanguage } from '../shared/environment.ts';
import { isEventOutput } from '../shared/flow-message.ts';
import { notificationsOf } from './notification.ts';
import { type Call, Outbox } from './outbox.ts';
import { readPressedAction } from './pressed-action.ts';
import { findPhones } from './recipients.ts';

function isAgentTopic(topic: string | undefined): topic is string {
  return topic?.startsWith('homeassistant/device/') ?? false;
}

/**
 * Node-RED: cradle notify. Takes events of alerts, Home Assistant's list of services, and pressed buttons. Output 1: one
 * call of a notify service each; output 2: commands for the rules.
 */
export default function register(RED: NodeAPI): void {
  function CradleNotify(this: Node, config: NodeDef): void {
    RED.nodes.createNode(this, config);
    const outbox = new Outbox();
    const names = new Map<string, string>();

    const show = () => {
      const { phones, waiting } = outbox;
      if (phones === undefined) {
        this.status({
          fill: 'yellow',
          shape: 'ring',
          text: RED._('cradle-notify.status.waiting', { waiting }),
        });
      } else {
        const fill = phones.length > 0 ? 'green' : 'yellow';
        this.status({
          fill,
          shape: 'dot',
          text: RED._('cradle-notify.status.phones', { count: phones.length }),
        });
      }
    };
    const call = (calls: Call[]) => {
      for (const one of calls) this.send([{ payload: one }, null]);
    };

    show();
    this.on('input', (message: NodeMessage, _send, done) => {
      if (isEventOutput(message)) {
        const { cradle } = message;
        for (const notification of notificationsOf(message, names.get(cradle) ?? cradle, houseLanguage())) {
          call(outbox.address(notification));
        }
      } else if (message.topic === 'services') {
        const phones = findPhones(message.payload);
        if (!phones) {
          done(new Error(RED._('cradle-notify.errors.services')));
          return;
        }
        call(outbox.setPhones(phones));
      } else if (isAgentTopic(message.topic)) {
        const read = readHouseMessage(message.topic, message.payload);
        const content = read.ok && read.value?.kind === 'discovery' ? read.value.content : undefined;
        const uuid = content?.device.identifiers[0];
        if (content && uuid) names.set(uuid, content.device.name);
      } else {
        const pressed = readPressedAction(message.payload);
        if (pressed) {
          const topic = cradleTopics(pressed.cradle).command;
          this.send([null, { topic, payload: JSON.stringify(pressed.command), retain: false, qos: 1 }]);
        }
      }
      show();
      done();
    });
  }
  RED.nodes.registerType('cradle-notify', CradleNotify);
}
