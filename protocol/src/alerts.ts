/** Constants of alerts, without a dependency: cards read them too. */

export const ALERT_STATES = ['idle', 'pending', 'active', 'acknowledged', 'snoozed', 'resolved'] as const;
export type AlertState = (typeof ALERT_STATES)[number];

/** States in which the cause lasts and the alert's binary sensor is on. */
export const RAISED_STATES = ['active', 'acknowledged', 'snoozed'] as const satisfies readonly AlertState[];

export function isRaised(state: AlertState): boolean {
  return (RAISED_STATES as readonly AlertState[]).includes(state);
}

/** About the baby, or about the monitor. */
export type AlertCategory = 'care' | 'technical';
/** `wake`: rings at any hour. `quiet`: waits until morning. */
export type AlertSeverity = 'wake' | 'quiet';
export type AlertScope = 'cradle' | 'house';

interface AlertDefinition {
  category: AlertCategory;
  severity: AlertSeverity;
  scope: AlertScope;
  icon: string;
  name: { en: string; ko: string };
}

export const ALERTS = {
  high_temperature: {
    category: 'care',
    severity: 'wake',
    scope: 'cradle',
    icon: 'mdi:thermometer-alert',
    name: { en: 'High temperature', ko: '고온' },
  },
  abnormal_position: {
    category: 'care',
    severity: 'wake',
    scope: 'cradle',
    icon: 'mdi:face-recognition',
    name: { en: 'Abnormal position', ko: '비정상 자세' },
  },
  crying: {
    category: 'care',
    severity: 'wake',
    scope: 'cradle',
    icon: 'mdi:emoticon-cry',
    name: { en: 'Crying', ko: '울음' },
  },
  face_not_visible: {
    category: 'care',
    severity: 'wake',
    scope: 'cradle',
    icon: 'mdi:eye-off',
    name: { en: 'Face not visible', ko: '얼굴 미검출' },
  },
  sensor_lost: {
    category: 'technical',
    severity: 'wake',
    scope: 'cradle',
    icon: 'mdi:lan-disconnect',
    name: { en: 'Sensor lost', ko: '센서 끊김' },
  },
  agent_offline: {
    category: 'technical',
    severity: 'wake',
    scope: 'cradle',
    icon: 'mdi:raspberry-pi',
    name: { en: 'Cradle offline', ko: '요람 연결 끊김' },
  },
  broker_offline: {
    category: 'technical',
    severity: 'wake',
    scope: 'house',
    icon: 'mdi:server-network-off',
    name: { en: 'Broker offline', ko: '브로커 연결 끊김' },
  },
  /** Somebody's own use of the duration alert node, outside of any cradle. */
  custom: {
    category: 'care',
    severity: 'wake',
    scope: 'house',
    icon: 'mdi:alert-outline',
    name: { en: 'Alert', ko: '알림' },
  },
  history_offline: {
    category: 'technical',
    severity: 'quiet',
    scope: 'cradle',
    icon: 'mdi:database-off',
    name: { en: 'History not stored', ko: '기록 저장 안 됨' },
  },
  history_lost: {
    category: 'technical',
    severity: 'quiet',
    scope: 'cradle',
    icon: 'mdi:database-remove',
    name: { en: 'History lost', ko: '기록 잃음' },
  },
  backup_failed: {
    category: 'technical',
    severity: 'quiet',
    scope: 'cradle',
    icon: 'mdi:backup-restore',
    name: { en: 'Backup failed', ko: '백업 실패' },
  },
  disk_full: {
    category: 'technical',
    severity: 'quiet',
    scope: 'cradle',
    icon: 'mdi:harddisk',
    name: { en: 'Disk nearly full', ko: '디스크 거의 참' },
  },
} as const satisfies Record<string, AlertDefinition>;

export type AlertType = keyof typeof ALERTS;
export const ALERT_TYPES = Object.keys(ALERTS) as AlertType[];
/** The alerts that each cradle has by itself; the others are of the house, and have no topic of a cradle. */
export const CRADLE_ALERT_TYPES = ALERT_TYPES.filter((type) => ALERTS[type].scope === 'cradle');

export function isAlertType(name: string): name is AlertType {
  return Object.hasOwn(ALERTS, name);
}

/** What an alert's event entity tells. */
export const ALERT_EVENTS = [
  'raised',
  'reminded',
  'acknowledged',
  'snoozed',
  'returned',
  'resolved',
  'test',
] as const;
export type AlertEventType = (typeof ALERT_EVENTS)[number];
