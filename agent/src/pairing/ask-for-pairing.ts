import { randomUUID } from 'node:crypto';
import type { Language } from '@smart-cradle/protocol/language';
import { codeOf, type PairingCode, pairingMessage } from '@smart-cradle/protocol/pairing';
import { parseMessage } from '@smart-cradle/protocol/parse-message';
import { cradleTopics } from '@smart-cradle/protocol/topics';
import type { Config } from '../config/schema.ts';
import { messageOf } from '../log.ts';
import { Connection, type Message } from '../mqtt/connection.ts';

export class PairingError extends Error {
  override name = 'PairingError';
}

const TEXTS = {
  en: {
    noBroker: (host: string, reason: string) => `the broker ${host} is not reached: ${reason}`,
    noRules: (uuid: string) =>
      `the rules do not answer: is Node-RED running, and does it know ${uuid}? A cradle is known once its agent has run.`,
    notAllowed: (reason: string) => `the broker does not allow it: ${reason}`,
    notUnderstood: (reason: string) => `the rules' answer is not understood: ${reason}`,
  },
  ko: {
    noBroker: (host: string, reason: string) => `브로커 ${host}에 접속하지 못했습니다: ${reason}`,
    noRules: (uuid: string) =>
      `규칙이 응답하지 않습니다. Node-RED가 실행 중이고 ${uuid} 요람을 알고 있나요? 에이전트가 한 번 실행되면 알게 됩니다.`,
    notAllowed: (reason: string) => `브로커가 허용하지 않습니다: ${reason}`,
    notUnderstood: (reason: string) => `규칙의 응답을 이해하지 못했습니다: ${reason}`,
  },
} as const;

/** ms. */
const CONNECT_WITHIN = 10_000;
const ANSWER_WITHIN = 10_000;
/** ms in which the broker hands over the code that stands already. */
const RETAINED_WITHIN = 500;
/** ms that such a code must still be valid to be shown. */
const WORTH_SHOWING = 120_000;

/**
 * The pairing code that stands, or else a new one, for which the rules are asked.
 *
 * @param language of the error
 * @param answerWithin ms
 * @throws PairingError that says who does not answer: the broker or the rules.
 */
export async function askForPairing(
  config: Config,
  language: Language,
  answerWithin = ANSWER_WITHIN,
): Promise<PairingCode> {
  const texts = TEXTS[language];
  const topics = cradleTopics(config.uuid);
  const command: Message = {
    topic: topics.command,
    payload: '{"action":"pair","by":"agent"}',
    qos: 1,
    retain: false,
  };
  let reason = '';
  const note = (fields: object) => {
    if ('reason' in fields) reason = String(fields.reason);
  };
  let connection: Connection | undefined;
  let limit: NodeJS.Timeout | undefined;
  try {
    return await new Promise<PairingCode>((resolve, reject) => {
      const fail = (text: string) => reject(new PairingError(text));
      limit = setTimeout(() => fail(texts.noBroker(new URL(config.mqtt.url).host, reason)), CONNECT_WITHIN);
      const asking: Connection = new Connection({
        mqtt: config.mqtt,
        // The agent itself goes on beside this.
        clientId: `smart-cradle-pairing-${randomUUID()}`,
        log: { debug() {}, info() {}, warn: note, error: note },
        onConnect: () => {
          clearTimeout(limit);
          limit = setTimeout(() => {
            limit = setTimeout(() => fail(texts.noRules(config.uuid)), answerWithin);
            asking.publish(command).catch((error) => fail(texts.notAllowed(messageOf(error))));
          }, RETAINED_WITHIN);
          asking.subscribe([topics.pairing]).catch((error) => fail(texts.notAllowed(messageOf(error))));
        },
        onMessage: (_topic, payload) => {
          // Empty: a code has been used, or its time is up.
          if (payload.length === 0) return;
          const parsed = parseMessage(pairingMessage, payload);
          if (!parsed.ok) {
            fail(texts.notUnderstood(parsed.reason));
            return;
          }
          const code = codeOf(parsed.value);
          if (code && Date.parse(code.expires_at) - Date.now() > WORTH_SHOWING) resolve(code);
        },
      });
      connection = asking;
      asking.start();
    });
  } finally {
    clearTimeout(limit);
    await connection?.stop();
  }
}
