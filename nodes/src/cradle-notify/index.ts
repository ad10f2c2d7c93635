import { randomUUID } from 'node:crypto';
import { type DeviceDiscovery, stableStringify, withRemovals } from '@smart-cradle/protocol/discovery';
import {
  RECIPIENT_SETTING_NAMES,
  recipientsDiscovery,
  recipientTopics,
} from '@smart-cradle/protocol/recipients';
import { cradleTopics } from '@smart-cradle/protocol/topics';
import type { Node, NodeAPI, NodeDef, NodeMessage } from 'node-red';
import palette from '../../package.json' with { type: 'json' };
import { readHouseMessage } from '../cradle-discovery/discovery-message.ts';
import { readConnection } from '../sensor-watch/connection-status.ts';
import { houseLanguage } from '../shared/environment.ts';
import { isEventOutput } from '../shared/flow-message.ts';
import { isRuleMessage } from '../shared/rule-message.ts';
import { stateFile } from '../shared/state-file.ts';
import { type HomeAssistantMessage, readHomeAssistant } from './home-assistant-message.ts';
import { keptNotifier } from './kept-file.ts';
import { Notifier } from './notifier.ts';
import type { Call } from './outbox.ts';
import { pairingUrl, phoneTemplate } from './pairing.ts';
import { readPressedAction } from './pressed-action.ts';
import { type Book, readServices, recipientOf } from './recipients.ts';
import { readRockable, readTell } from './told-text.ts';

/** Milliseconds between two signs to Home Assistant that the rules know of the broker's absence and tell it themselves. */
const BROKER_SIGN = 20_000;
/** A timer in Home Assistant's package; while it runs, the automation that watches the rules keeps quiet. */
const BROKER_TIMER = 'timer.smart_cradle_broker_offline';
const SETTING_SET = /^smart-cradle\/recipient\/([^/]+)\/settings\/([^/]+)\/set$/;
const LONGEST_TIMER = 2 ** 31 - 1;

function textOf(payload: unknown): string {
  return Buffer.isBuffer(payload) ? payload.toString('utf8') : String(payload);
}

/**
 * Node-RED: cradle notify. Output 1: calls of Home Assistant's actions; output 2: commands of pressed buttons, for cradle
 * reading; output 3: what the broker shall know; output 4: templates that Home Assistant shall fill in.
 */
export default function register(RED: NodeAPI): void {
  function CradleNotify(this: Node, config: NodeDef): void {
    RED.nodes.createNode(this, config);
    const file = stateFile(RED.settings.userDir ?? '.', this.id, keptNotifier.parse, (reason) =>
      this.error(reason),
    );
    const publish = (topic: string, payload: unknown, retain = true) => {
      const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
      this.send([null, null, { topic, payload: text, retain, qos: 1 }, null]);
    };
    const call = (payload: Call, smartCradleCall?: string) =>
      this.send([{ payload, ...(smartCradleCall ? { smartCradleCall } : {}) }, null, null, null]);
    let discovery: DeviceDiscovery | undefined;
    let shown: Book | undefined;
    const showBook = (book: Book) => {
      const recipients = book.members.map(recipientOf);
      const gone = shown?.members.filter(({ id }) => !book.members.some((one) => one.id === id)) ?? [];
      shown = book;
      publish(recipientTopics.all, recipients);
      for (const { id } of gone) {
        for (const name of RECIPIENT_SETTING_NAMES) publish(recipientTopics.setting(id, name), '');
        publish(recipientTopics.state(id), '');
      }
      for (const { id, settings } of book.members) {
        for (const name of RECIPIENT_SETTING_NAMES) {
          publish(recipientTopics.setting(id, name), String(settings[name]));
        }
      }
      const next = recipientsDiscovery(recipients, houseLanguage(), palette.version);
      if (discovery && stableStringify(discovery) === stableStringify(next)) return;
      for (const one of withRemovals(discovery, next))
        publish(recipientTopics.discovery, stableStringify(one));
      discovery = next;
    };
    const notifier = new Notifier({
      language: houseLanguage(),
      kept: file.load(),
      now: Date.now,
      id: randomUUID,
      save: file.save,
      send: (letter) => call(letter.call, letter.id),
      showState: (id, state) => publish(recipientTopics.state(id), state),
      showBook,
      showCode: (cradle, code) =>
        publish(cradleTopics(cradle).pairing, {
          url: code && pairingUrl(code.tag),
          expires_at: code && new Date(code.expiresAt).toISOString(),
        }),
      showTest: (cradle, report) => publish(cradleTopics(cradle).testAlarm, report),
    });

    let timer: NodeJS.Timeout | undefined;
    const settle = () => {
      clearTimeout(timer);
      const next = notifier.pass();
      if (next !== null) {
        timer = setTimeout(settle, Math.min(Math.max(1, next - Date.now()), LONGEST_TIMER));
      }
      show();
    };
    const show = () => {
      const { waiting, services, failing, book } = notifier;
      if (!services) {
        const text = RED._('cradle-notify.status.waiting', { waiting });
        this.status({ fill: 'yellow', shape: 'ring', text });
      } else if (failing.length > 0) {
        const names = failing.map(({ name }) => name).join(', ');
        this.status({ fill: 'red', shape: 'ring', text: RED._('cradle-notify.status.failing', { names }) });
      } else {
        const count = book.members.length;
        const text = RED._('cradle-notify.status.recipients', { count });
        this.status({ fill: count > 0 ? 'green' : 'yellow', shape: 'dot', text });
      }
    };

    const takeHomeAssistant = (message: HomeAssistantMessage) => {
      switch (message.kind) {
        case 'client':
          notifier.setConnected(message.connected);
          return;
        case 'services': {
          const services = readServices(message.services);
          if (!services) throw new Error(RED._('cradle-notify.errors.services'));
          notifier.setServices(services);
          return;
        }
        case 'accepted':
          notifier.accepted(message.call);
          return;
        case 'refused':
          notifier.refused(message.call, message.reason);
          return;
        case 'received':
          notifier.confirmed(message.call);
          return;
        case 'scanned':
          if (notifier.isShown(message.tag)) {
            this.send([null, null, null, { topic: 'phone', template: phoneTemplate(message.device) }]);
          }
          return;
        case 'phone':
          if (!notifier.joinPhone(message.service, message.name)) {
            throw new Error(RED._('cradle-notify.errors.phone', { name: message.name }));
          }
          return;
      }
    };

    let sign: NodeJS.Timeout | undefined;
    const takeConnection = (connected: boolean) => {
      clearInterval(sign);
      const entity = { entity_id: BROKER_TIMER };
      if (connected) {
        if (sign) call({ action: 'timer.cancel', target: entity, data: {} });
        sign = undefined;
        return;
      }
      const tell = () => call({ action: 'timer.start', target: entity, data: { duration: '00:01:00' } });
      tell();
      sign = setInterval(tell, BROKER_SIGN);
    };

    const take = (message: NodeMessage) => {
      const { topic = '', payload } = message;
      const connected = readConnection(message);
      const set = SETTING_SET.exec(topic);
      const news = readTell(message);
      const rockable = news ? undefined : readRockable(message);
      if (isEventOutput(message)) notifier.take(message);
      else if (news) notifier.tellAll(news);
      else if (rockable) notifier.setRockable(rockable.cradle, rockable.safe);
      else if (isRuleMessage(message)) {
        if (message.kind === 'command') notifier.command(message.cradle, message.payload);
        if (message.kind === 'camera') notifier.seePicture(message.cradle);
      } else if (connected !== undefined) takeConnection(connected);
      else if (set) {
        const [, id = '', name = ''] = set;
        const reason = notifier.set(id, name, textOf(payload));
        if (reason) publish(recipientTopics.settingError(id.slice(0, 64)), { setting: name, reason }, false);
      } else if (topic.startsWith('homeassistant/device/')) {
        const read = readHouseMessage(topic, payload);
        const content = read.ok && read.value?.kind === 'discovery' ? read.value.content : undefined;
        const uuid = content?.device.identifiers[0];
        if (content && uuid && topic === `homeassistant/device/${uuid}/config`) {
          notifier.setName(uuid, content.device.name);
        }
      } else {
        const told = readHomeAssistant(message);
        if (told) takeHomeAssistant(told);
        const pressed = told ? undefined : readPressedAction(payload);
        if (pressed) {
          // Straight to the rules: it must arrive, too, while the broker is away.
          const command = Buffer.from(JSON.stringify(pressed.command));
          this.send([null, { topic: cradleTopics(pressed.cradle).command, payload: command }, null, null]);
        }
      }
    };

    const begin = () => {
      notifier.start();
      settle();
    };
    RED.events.once('flows:started', begin);
    this.on('input', (message: NodeMessage, _send, done) => {
      try {
        take(message);
        settle();
        done();
      } catch (error) {
        done(error instanceof Error ? error : new Error(String(error)));
      }
    });
    this.on('close', () => {
      RED.events.removeListener('flows:started', begin);
      clearTimeout(timer);
      clearInterval(sign);
    });
    show();
  }
  RED.nodes.registerType('cradle-notify', CradleNotify);
}
