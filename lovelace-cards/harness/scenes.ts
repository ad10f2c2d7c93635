import { ago, DOMAINS, type Scene } from './fake-home.ts';

const gone = { state: 'unavailable', seconds: 14 };

function raised(type: string, category: string, more: Record<string, unknown>, severity = 'wake') {
  const attributes = {
    type,
    category,
    severity,
    alert_state: 'active',
    is_resolved: false,
    value: null,
    message: '',
    ...more,
  };
  return { state: 'on', attributes, seconds: 20 };
}

const message = {
  crying: { en: 'The baby has been crying for 30 seconds', ko: '아기가 30초 이상 울고 있습니다' },
};

/** What the harness can show, by name. */
export function scenes(language: 'en' | 'ko'): Record<string, Scene> {
  const crying = raised('crying', 'care', { since: ago(48), message: message.crying[language], value: 0.91 });
  const position = raised('abnormal_position', 'care', {
    since: ago(75),
    value: 'left',
    message: 'x'.repeat(0),
  });
  return {
    calm: {},
    left: {
      direction: { state: 'left', seconds: 9 },
      crying: { state: 'on', seconds: 12 },
      microphone_level: '-18',
    },
    right: { direction: { state: 'right', seconds: 31 }, crying_probability: '12' },
    unseen: { direction: { state: 'not_visible', seconds: 44 } },
    simulated: {
      source: 'simulated',
      rocking: { state: 'on', attributes: { ends_at: ago(-560) }, seconds: 340 },
    },
    alert: {
      crying: { state: 'on', seconds: 48 },
      crying_probability: '93',
      alert_crying: crying,
    },
    alerts: {
      source: 'simulated',
      direction: { state: 'left', seconds: 75 },
      crying: { state: 'on', seconds: 130 },
      alert_crying: {
        ...crying,
        attributes: {
          ...crying.attributes,
          alert_state: 'acknowledged',
          acknowledged_by: 'Jun',
          simulated: true,
        },
      },
      alert_abnormal_position: position,
      alert_history_offline: raised('history_offline', 'technical', { since: ago(4000) }, 'quiet'),
    },
    snoozed: {
      temperature: { state: '38.6', attributes: { unit_of_measurement: '°C' } },
      alert_high_temperature: raised('high_temperature', 'care', {
        since: ago(320),
        value: 38.6,
        alert_state: 'snoozed',
        snoozed_until: ago(-500),
      }),
    },
    pairing: {
      pairing: {
        state: 'https://www.home-assistant.io/tag/4b1f0c52-93ae-4d6c-a1f2-6d3f6f0f9c11',
        attributes: { expires_at: ago(-540) },
      },
    },
    bare: Object.fromEntries(
      [
        'rocking_level',
        'soothing',
        'occupied',
        'sleep_state',
        'last_fed',
        'care_fed',
        'pairing',
        'test_alarm_report',
        'self_check',
      ].map((key) => [key, null]),
    ),
    unarmed: {
      self_check: {
        state: 'not_armed',
        attributes: {
          items: [
            { name: 'camera', ok: true },
            { name: 'push', ok: false, reason: 'no phone' },
          ],
        },
      },
    },
    fahrenheit: { temperature: { state: '98.1', attributes: { unit_of_measurement: '°F' } } },
    cold: { temperature: { state: '24.2', attributes: { unit_of_measurement: '°C' } }, on_baby: 'off' },
    /** A thermometer that has been cold for less than a minute. */
    cooling: { temperature: { state: '31.8', attributes: { unit_of_measurement: '°C' } } },
    lost: {
      camera: gone,
      direction: gone,
      alert_sensor_lost: raised('sensor_lost', 'technical', { since: ago(70), value: 'camera, direction' }),
    },
    unknown: { temperature: 'unknown', direction: 'unknown', crying: 'unknown' },
    /** The device is there, and all of its entities are switched off. */
    disabled: Object.fromEntries(Object.keys(DOMAINS).map((key) => [key, null])),
    original: {
      source: null,
      on_baby: null,
      microphone_level: null,
      camera: null,
      monitoring: { state: 'on' },
    },
    offline: {
      ...Object.fromEntries(
        ['camera', 'direction', 'crying', 'temperature', 'rocking', 'source', 'microphone_level'].map(
          (key) => [key, gone],
        ),
      ),
      alert_agent_offline: raised('agent_offline', 'technical', { since: ago(62) }),
    },
    blind: Object.fromEntries(
      [
        'crying',
        'high_temperature',
        'abnormal_position',
        'face_not_visible',
        'sensor_lost',
        'agent_offline',
        'history_offline',
      ]
        .map((type) => [`alert_${type}`, gone] as [string, typeof gone])
        .concat([
          ['command', gone],
          ['monitoring', gone],
          ['max_temperature', gone],
        ]),
    ),
    paused: {
      monitoring: {
        state: 'off',
        attributes: { state: 'paused', until: ago(-1500), by: 'Jun' },
        seconds: 300,
      },
      direction: { state: 'not_visible', seconds: 200 },
    },
  };
}
