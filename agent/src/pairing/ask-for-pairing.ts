import { randomUUID } from 'node:crypto';
import { codeOf, type PairingCode, pairingMessage } from '@smart-cradle/protocol/pairing';
import { parseMessage } from '@smart-cradle/protocol/parse-message';
import { cradleTopics } from '@smart-cradle/protocol/topics';
import type { Config } from '../config/schema.ts';
import { messageOf } from '../log.ts';
import { Connection, type Message } from '../mqtt/connection.ts';

export class PairingError extends Error {
  override name = 'PairingError';
}

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
 * @param answerWithin ms
 * @throws PairingError that says who does not answer: the broker or the rules.
 */
export async function askForPairing(config: Config, answerWithin = ANSWER_WITHIN): Promise<PairingCode> {
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
      limit = setTimeout(
        () => fail(`the broker ${config.mqtt.url} is not reached: ${reason}`),
        CONNECT_WITHIN,
      );
      const asking: Connection = new Connection({
        mqtt: config.mqtt,
        // The agent itself goes on beside this.
        clientId: `smart-cradle-pairing-${randomUUID()}`,
        log: { debug() {}, info() {}, warn: note, error: note },
        onConnect: () => {
          clearTimeout(limit);
          limit = setTimeout(() => {
            limit = setTimeout(
              () => fail(`the rules do not answer: is Node-RED running, and does it know ${config.uuid}?`),
              answerWithin,
            );
            asking
              .publish(command)
              .catch((error) => fail(`the broker does not allow it: ${messageOf(error)}`));
          }, RETAINED_WITHIN);
          asking
            .subscribe([topics.pairing])
            .catch((error) => fail(`the broker does not allow it: ${messageOf(error)}`));
        },
        onMessage: (_topic, payload) => {
          // Empty: a code has been used, or its time is up.
          if (payload.length === 0) return;
          const parsed = parseMessage(pairingMessage, payload);
          if (!parsed.ok) {
            fail(`the rules' answer is not understood: ${parsed.reason}`);
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
