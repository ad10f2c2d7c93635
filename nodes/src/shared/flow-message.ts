import type { EventMessage } from '@smart-cradle/protocol/messages';
import type { AlertOutput, EventOutput } from './rule-message.ts';

/** A test alarm: an event that no alert stands behind. */
export type TestOutput = {
  topic: string;
  cradle: string;
  kind: 'event';
  payload: EventMessage;
  alert: null;
  retain: false;
  qos: 1;
};

/** The first output of an alert node. */
export function isAlertOutput(message: object): message is AlertOutput {
  return 'kind' in message && message.kind === 'alert' && 'cradle' in message && 'payload' in message;
}

/** The second output of an alert node, or a test alarm. */
export function isEventOutput(message: object): message is EventOutput | TestOutput {
  return 'kind' in message && message.kind === 'event' && 'cradle' in message && 'alert' in message;
}
