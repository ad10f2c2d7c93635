import { z } from 'zod';
import type { ButtonComponent, Component, SensorComponent } from './discovery.ts';
import { type EntityOwner, identity, rulesAvailability } from './entity-identity.ts';
import type { Localized } from './language.ts';
import { cradleTopics } from './topics.ts';

const instant = z.iso.datetime({ offset: true });

export const TEST_ALARM_STATES = ['idle', 'running', 'delivered', 'partly', 'failed'] as const;
export const TEST_ALARM_RESULTS = ['waiting', 'sent', 'delivered', 'failed'] as const;

/** `test_alarm`: who got the last test alarm. `sent`: Home Assistant took it, and the phone does not say more. */
export const testAlarmMessage = z.looseObject({
  state: z.enum(TEST_ALARM_STATES),
  at: instant.nullable(),
  recipients: z.array(
    z.looseObject({
      id: z.string(),
      name: z.string(),
      result: z.enum(TEST_ALARM_RESULTS),
      at: instant.nullable(),
      reason: z.string().nullable().optional(),
    }),
  ),
});
export type TestAlarmReport = z.output<typeof testAlarmMessage>;

export const SELF_CHECK_STATES = ['armed', 'not_armed'] as const;
export const SELF_CHECK_ITEMS = [
  'agent',
  'camera',
  'microphone',
  'thermometer',
  'recipients',
  'monitoring',
] as const;

/** `self_check`. */
export const selfCheckMessage = z.looseObject({
  state: z.enum(SELF_CHECK_STATES),
  at: instant,
  items: z.array(
    z.looseObject({ name: z.enum(SELF_CHECK_ITEMS), ok: z.boolean(), reason: z.string().nullable() }),
  ),
});
export type SelfCheckReport = z.output<typeof selfCheckMessage>;

/** Sensors of what the rules report besides alerts, and the buttons that ask for it. */
export function reportComponents(cradle: EntityOwner): Record<string, Component> {
  const topics = cradleTopics(cradle.uuid);
  const common = (domain: 'sensor' | 'button', key: string, name: Localized, icon: string) => ({
    ...identity(cradle, domain, key, name),
    icon,
    entity_category: 'diagnostic' as const,
    ...rulesAvailability(),
  });
  const sensor = (key: string, name: Localized, icon: string, own: Partial<SensorComponent>) =>
    ({ platform: 'sensor', ...common('sensor', key, name, icon), ...own }) as SensorComponent;
  const button = (key: string, name: Localized, icon: string, command: object): ButtonComponent => ({
    platform: 'button',
    ...common('button', key, name, icon),
    command_topic: topics.command,
    payload_press: JSON.stringify(command),
  });
  return {
    pairing: sensor('pairing', { en: 'Pairing code', ko: '등록 코드' }, 'mdi:qrcode', {
      state_topic: topics.pairing,
      value_template: "{{ value_json.url or 'none' }}",
      json_attributes_topic: topics.pairing,
      json_attributes_template: "{{ {'expires_at': value_json.expires_at} | tojson }}",
    }),
    pair: button('pair', { en: 'Add a phone', ko: '휴대전화 등록' }, 'mdi:qrcode-plus', { action: 'pair' }),
    test_alarm_report: sensor(
      'test_alarm',
      { en: 'Test alarm report', ko: '시험 알림 결과' },
      'mdi:bell-check',
      {
        state_topic: topics.testAlarm,
        value_template: '{{ value_json.state }}',
        json_attributes_topic: topics.testAlarm,
        json_attributes_template: "{{ {'at': value_json.at, 'recipients': value_json.recipients} | tojson }}",
        // The button has the shorter one.
        unique_id: `${cradle.uuid}_test_alarm_report`,
        device_class: 'enum',
        options: TEST_ALARM_STATES,
      },
    ),
    self_check: sensor('self_check', { en: 'Self-check', ko: '자가 점검' }, 'mdi:shield-check-outline', {
      state_topic: topics.selfCheck,
      value_template: '{{ value_json.state }}',
      json_attributes_topic: topics.selfCheck,
      json_attributes_template: "{{ {'at': value_json.at, 'items': value_json.items} | tojson }}",
      device_class: 'enum',
      options: SELF_CHECK_STATES,
    }),
    check_now: button('check_now', { en: 'Check now', ko: '지금 점검' }, 'mdi:shield-refresh-outline', {
      action: 'self_check',
    }),
  };
}
