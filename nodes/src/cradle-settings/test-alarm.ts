import type { Language, Localized } from '@smart-cradle/protocol/language';
import { cradleTopics } from '@smart-cradle/protocol/topics';
import type { TestOutput } from '../shared/flow-message.ts';
import type { RuleMessage } from '../shared/rule-message.ts';

const TEXT: Localized = {
  en: 'This is a test. A real alert rings like this.',
  ko: '시험 알림입니다. 실제 알림도 이렇게 울립니다.',
};

/** The event of a test alarm; undefined when the message asks for none. */
export function testAlarm(message: RuleMessage, language: Language): TestOutput | undefined {
  if (message.kind !== 'command' || message.payload.action !== 'test_alarm') return undefined;
  const by = message.payload.by ?? null;
  return {
    topic: cradleTopics(message.cradle).event,
    cradle: message.cradle,
    kind: 'event',
    payload: { event_type: 'test', type: null, message: TEXT[language], duration: null, by },
    alert: null,
    retain: false,
    qos: 1,
  };
}
