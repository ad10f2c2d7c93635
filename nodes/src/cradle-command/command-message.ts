import { cradleUuid } from '@smart-cradle/protocol/cradle-uuid';
import { commandMessage, servoMessage } from '@smart-cradle/protocol/messages';
import { type Parsed, parseValue } from '@smart-cradle/protocol/parse-message';
import { checkSetting, isSettingName } from '@smart-cradle/protocol/settings';
import { cradleTopics } from '@smart-cradle/protocol/topics';

/** A message for an mqtt out node; never retained: an old command must not run. */
export interface CommandOutput {
  topic: string;
  payload: string;
  retain: false;
  qos: 1;
}

/** What to do to a cradle, as a flow says it: `action` tells which, the other fields are that action's. */
export interface Order {
  cradle: unknown;
  action: unknown;
  fields: Readonly<Record<string, unknown>>;
}

function output(topic: string, payload: string): Parsed<CommandOutput> {
  return { ok: true, value: { topic, payload, retain: false, qos: 1 } };
}

/**
 * Checks an order before anything is sent. `rock` and `stop_rocking` are the motor's, `set` changes a setting (`setting`,
 * `value`), and every other action is a command of the rules.
 */
export function commandOf({ cradle, action, fields }: Order): Parsed<CommandOutput> {
  const uuid = parseValue(cradleUuid, cradle);
  if (!uuid.ok) return { ok: false, reason: uuid.reason.replace(/^message/, 'cradle') };
  const topics = cradleTopics(uuid.value);
  if (action === 'rock' || action === 'stop_rocking') {
    const servo = parseValue(servoMessage, { ...fields, action: action === 'rock' ? 'start' : 'stop' });
    return servo.ok ? output(topics.servo, JSON.stringify(servo.value)) : servo;
  }
  if (action === 'set') {
    const name = String(fields.setting ?? '');
    if (!isSettingName(name)) {
      return { ok: false, reason: `setting (${JSON.stringify(name)}): there is no such setting` };
    }
    const checked = checkSetting(name, String(fields.value ?? ''));
    return checked.ok ? output(topics.settingSet(name), String(checked.value)) : checked;
  }
  const command = parseValue(commandMessage, { ...fields, action });
  return command.ok ? output(topics.command, JSON.stringify(command.value)) : command;
}
