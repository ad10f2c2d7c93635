import { ALERT_EVENTS, ALERTS, CRADLE_ALERT_TYPES, RAISED_STATES } from './alerts.ts';
import type { Component } from './discovery.ts';
import { type CradleIdentity, identity, rulesAvailability } from './entity-identity.ts';
import type { Localized } from './language.ts';
import { cradleTopics } from './topics.ts';

/** Home Assistant refuses an attribute named `state`: an alert's own state is the attribute `alert_state`. */
const alertAttributes = '{{ dict(value_json, alert_state=value_json.state) | tojson }}';

const raisedTemplate = `{{ 'ON' if value_json.state in [${RAISED_STATES.map((state) => `'${state}'`).join(', ')}] else 'OFF' }}`;

/** The alerts of a cradle, what happened to them, and what can be asked of the rules. */
export function alertComponents(cradle: CradleIdentity): Record<string, Component> {
  const topics = cradleTopics(cradle.uuid);
  const alerts = CRADLE_ALERT_TYPES.map((type): [string, Component] => {
    const key = `alert_${type}`;
    const { icon, name, category } = ALERTS[type];
    return [
      key,
      {
        platform: 'binary_sensor',
        ...identity(cradle, 'binary_sensor', key, {
          en: `Alert: ${name.en.toLowerCase()}`,
          ko: `알림: ${name.ko}`,
        }),
        state_topic: topics.alert(type),
        value_template: raisedTemplate,
        json_attributes_topic: topics.alert(type),
        json_attributes_template: alertAttributes,
        device_class: 'problem',
        icon,
        ...(category === 'technical' ? { entity_category: 'diagnostic' as const } : {}),
        ...rulesAvailability(),
      },
    ];
  });
  const button = (
    action: 'acknowledge' | 'snooze' | 'test_alarm',
    icon: string,
    name: Localized,
  ): Component => ({
    platform: 'button',
    ...identity(cradle, 'button', action, name),
    command_topic: topics.command,
    payload_press: JSON.stringify({ action }),
    icon,
    ...rulesAvailability(),
  });
  return {
    ...Object.fromEntries(alerts),
    alert: {
      platform: 'event',
      ...identity(cradle, 'event', 'alert', { en: 'Alert', ko: '알림' }),
      state_topic: topics.event,
      event_types: ALERT_EVENTS,
      icon: 'mdi:bell-ring-outline',
      ...rulesAvailability(),
    },
    alert_image: {
      platform: 'image',
      ...identity(cradle, 'image', 'alert_image', { en: 'Last alert', ko: '마지막 알림 사진' }),
      image_topic: topics.alertImage,
      content_type: 'image/jpeg',
      ...rulesAvailability(),
    },
    acknowledge: button('acknowledge', 'mdi:bell-check-outline', { en: 'Acknowledge', ko: '확인' }),
    snooze: button('snooze', 'mdi:bell-sleep-outline', { en: 'Snooze', ko: '다시 알림' }),
    test_alarm: button('test_alarm', 'mdi:bell-alert-outline', { en: 'Test alarm', ko: '시험 알림' }),
    command: {
      platform: 'notify',
      ...identity(cradle, 'notify', 'command', { en: 'Command', ko: '명령' }),
      command_topic: topics.command,
      icon: 'mdi:console-line',
      ...rulesAvailability(),
    },
    monitoring: {
      platform: 'switch',
      ...identity(cradle, 'switch', 'monitoring', { en: 'Monitoring', ko: '감시' }),
      command_topic: topics.command,
      payload_on: '{"action":"resume"}',
      payload_off: '{"action":"pause"}',
      state_topic: topics.monitoring,
      value_template: '{{ value_json.state }}',
      json_attributes_topic: topics.monitoring,
      state_on: 'on',
      state_off: 'paused',
      icon: 'mdi:shield-moon-outline',
      ...rulesAvailability(),
    },
  };
}
