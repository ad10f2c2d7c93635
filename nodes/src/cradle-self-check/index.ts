import { parseMessage } from '@smart-cradle/protocol/parse-message';
import {
  type Recipient,
  type RecipientState,
  recipientStateMessage,
  recipientsMessage,
  recipientTopics,
} from '@smart-cradle/protocol/recipients';
import { cradleTopics } from '@smart-cradle/protocol/topics';
import type { Node, NodeAPI, NodeDef, NodeMessage } from 'node-red';
import { beginWatch, hear, type Watched } from '../sensor-watch/lost-sensors.ts';
import { rulesClock } from '../shared/environment.ts';
import { isRuleMessage, isTick, type RuleMessage } from '../shared/rule-message.ts';
import type { TellOutput } from '../shared/tell-message.ts';
import { type BedTimes, hasPassed, isBedTime, minutesOf, NO_BED, seeBed } from './check-times.ts';
import { reachable, selfCheck, selfCheckText } from './self-check.ts';

interface Config extends NodeDef {
  /** Local time of the evening's check, `19:00`; empty: none. */
  time: string;
}

/** Milliseconds of the wall clock. */
const SILENCE = 5_000;
const STATE_TOPIC = /^smart-cradle\/recipient\/([^/]+)\/state$/;

/** Node-RED: cradle self-check. Output 1: the report, for the broker; output 2: what everybody shall read; output 3: ticks. */
export default function register(RED: NodeAPI): void {
  function CradleSelfCheck(this: Node, config: Config): void {
    RED.nodes.createNode(this, config);
    const clock = rulesClock();
    const readTime = (time: unknown): number | undefined => {
      if (time === '') return undefined;
      const minutes = typeof time === 'string' ? minutesOf(time) : undefined;
      if (minutes !== undefined) return minutes;
      throw new Error(RED._('cradle-self-check.wrong-time', { value: JSON.stringify(time) }));
    };
    let evening: number | undefined;
    try {
      evening = readTime(config.time ?? '');
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.status({ fill: 'red', shape: 'ring', text: reason });
      this.error(reason);
      return;
    }
    const configure = (fields: unknown) => {
      if (typeof fields !== 'object' || fields === null) {
        throw new Error(`configure (${JSON.stringify(fields)}): must be an object`);
      }
      const unknown = Object.keys(fields).find((name) => name !== 'time');
      if (unknown) throw new Error(`${unknown}: there is no such field`);
      if ('time' in fields) evening = readTime(fields.time);
    };
    const cradles = new Map<string, { watched: Watched; bed: BedTimes; monitored: boolean }>();
    const states = new Map<string, RecipientState['state']>();
    let recipients: readonly Recipient[] | undefined;
    let lookedAt = new Date();

    const check = (uuid: string) => {
      const cradle = cradles.get(uuid);
      if (!cradle) return;
      const { watched, monitored } = cradle;
      const now = clock.now();
      const around = {
        watched,
        monitored,
        now,
        silence: SILENCE / clock.toWallDuration(1),
        recipients,
        states,
      };
      const report = selfCheck(around, new Date());
      cradle.bed = { ...cradle.bed, first: false, checkedAt: now };
      const topic = cradleTopics(uuid).selfCheck;
      const told: TellOutput = {
        kind: 'tell',
        cradle: uuid,
        tag: 'self-check',
        text: selfCheckText(report, reachable(around).length),
        loud: report.state !== 'armed',
      };
      this.send([{ topic, payload: JSON.stringify(report), retain: true, qos: 1 }, told, null]);
      const armed = report.state === 'armed';
      const text = RED._(`cradle-self-check.status.${report.state}`);
      this.status({ fill: armed ? 'green' : 'red', shape: armed ? 'dot' : 'ring', text });
    };

    const takeRecipients = ({ topic = '', payload }: NodeMessage) => {
      const bytes = Buffer.isBuffer(payload)
        ? payload
        : Buffer.from(typeof payload === 'string' ? payload : '');
      if (topic === recipientTopics.all) {
        const list = parseMessage(recipientsMessage, bytes);
        if (list.ok) recipients = list.value;
        return;
      }
      const id = STATE_TOPIC.exec(topic)?.[1];
      if (!id) return;
      const state = parseMessage(recipientStateMessage, bytes);
      if (state.ok) states.set(id, state.value.state);
      else states.delete(id);
    };

    const take = (message: RuleMessage) => {
      const { cradle: uuid } = message;
      if (message.kind === 'command' && message.payload.action === 'forget') {
        cradles.delete(uuid);
        return;
      }
      const now = clock.now();
      const cradle = cradles.get(uuid) ?? { watched: beginWatch(now), bed: NO_BED, monitored: true };
      cradles.set(uuid, cradle);
      if (message.kind === 'monitoring') cradle.monitored = message.payload.state === 'on';
      else if (message.kind === 'occupied') {
        cradle.bed = seeBed(cradle.bed, message.payload, now);
        if (isBedTime(cradle.bed, now)) check(uuid);
      } else if (message.kind === 'command') {
        if (message.payload.action === 'self_check') check(uuid);
      } else cradle.watched = hear(cradle.watched, message);
    };

    const tick = () => {
      const now = new Date();
      if (evening !== undefined && hasPassed(evening, lookedAt, now))
        for (const uuid of cradles.keys()) check(uuid);
      lookedAt = now;
    };

    this.on('input', (message: NodeMessage & { configure?: unknown }, send, done) => {
      if (isTick(message)) {
        tick();
        send([null, null, message]);
      } else if (message.configure !== undefined) {
        try {
          configure(message.configure);
        } catch (error) {
          done(error instanceof Error ? error : new Error(String(error)));
          return;
        }
      } else if (isRuleMessage(message)) take(message);
      else takeRecipients(message);
      done();
    });
  }
  RED.nodes.registerType('cradle-self-check', CradleSelfCheck);
}
