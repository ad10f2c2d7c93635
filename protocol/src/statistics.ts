import type { SensorComponent } from './discovery.ts';
import { type EntityOwner, identity, rulesAvailability } from './entity-identity.ts';
import type { Localized } from './language.ts';
import { cradleTopics } from './topics.ts';

/** What the baby is judged to do; `away`: the bed is empty; `unknown`: too little is measured to say. */
export const SLEEP_STATES = ['asleep', 'awake', 'fussing', 'away', 'unknown'] as const;
export type SleepState = (typeof SLEEP_STATES)[number];

interface Statistic {
  name: Localized;
  icon: string;
  sensor: Pick<
    SensorComponent,
    'device_class' | 'state_class' | 'unit_of_measurement' | 'options' | 'entity_category'
  >;
}

const timestamp = { device_class: 'timestamp' } as const;
const minutes = { device_class: 'duration', unit_of_measurement: 'min' } as const;
/** Counts from midnight: Home Assistant's long-term statistics take the fall to 0 as the next day. */
const today = { state_class: 'total_increasing' } as const;

/** What the rules tell on `statistics/{name}`; each is a sensor whose key is its name. Never rename one. */
export const STATISTICS = {
  sleep_state: {
    name: { en: 'Sleep state', ko: '수면 상태' },
    icon: 'mdi:sleep',
    sensor: { device_class: 'enum', options: SLEEP_STATES },
  },
  sleep_state_since: {
    name: { en: 'Sleep state since', ko: '수면 상태 시작' },
    icon: 'mdi:clock-start',
    sensor: timestamp,
  },
  awake_since: {
    name: { en: 'Awake since', ko: '깨어난 시각' },
    icon: 'mdi:weather-sunset-up',
    sensor: timestamp,
  },
  cries_today: {
    name: { en: 'Cries today', ko: '오늘 울음 횟수' },
    icon: 'mdi:emoticon-cry-outline',
    sensor: today,
  },
  crying_minutes_today: {
    name: { en: 'Crying today', ko: '오늘 운 시간' },
    icon: 'mdi:timer-outline',
    sensor: { ...minutes, ...today },
  },
  sleep_minutes_today: {
    name: { en: 'Sleep today', ko: '오늘 잔 시간' },
    icon: 'mdi:sleep',
    sensor: { ...minutes, ...today },
  },
  last_night_minutes: {
    name: { en: 'Sleep last night', ko: '지난밤 잔 시간' },
    icon: 'mdi:weather-night',
    sensor: { ...minutes, state_class: 'measurement' },
  },
  longest_sleep_minutes: {
    name: { en: 'Longest sleep last night', ko: '지난밤 가장 길게 잔 시간' },
    icon: 'mdi:arrow-expand-horizontal',
    sensor: { ...minutes, state_class: 'measurement' },
  },
  last_fed: {
    name: { en: 'Last fed', ko: '마지막 수유' },
    icon: 'mdi:baby-bottle-outline',
    sensor: timestamp,
  },
  last_changed: {
    name: { en: 'Last changed', ko: '마지막 기저귀 교체' },
    icon: 'mdi:human-baby-changing-table',
    sensor: timestamp,
  },
  last_backup: {
    name: { en: 'Last backup', ko: '마지막 백업' },
    icon: 'mdi:backup-restore',
    sensor: { ...timestamp, entity_category: 'diagnostic' },
  },
  last_cleanup: {
    name: { en: 'Last clean-up', ko: '마지막 정리' },
    icon: 'mdi:broom',
    sensor: { ...timestamp, entity_category: 'diagnostic' },
  },
  history_queue: {
    name: { en: 'History waiting', ko: '저장 대기 기록' },
    icon: 'mdi:database-clock-outline',
    sensor: { state_class: 'measurement', entity_category: 'diagnostic' },
  },
  history_dropped: {
    name: { en: 'History dropped', ko: '버려진 기록' },
    icon: 'mdi:database-remove-outline',
    sensor: { state_class: 'total_increasing', entity_category: 'diagnostic' },
  },
} as const satisfies Record<string, Statistic>;

export type StatisticName = keyof typeof STATISTICS;
export const STATISTIC_NAMES = Object.keys(STATISTICS) as StatisticName[];

/** The sensors of the statistics, by key. What is not known is published as `None`, which is Home Assistant's unknown. */
export function statisticComponents(cradle: EntityOwner): Record<string, SensorComponent> {
  return Object.fromEntries(
    STATISTIC_NAMES.map((key): [string, SensorComponent] => {
      const { name, icon, sensor }: Statistic = STATISTICS[key];
      return [
        key,
        {
          platform: 'sensor',
          ...identity(cradle, 'sensor', key, name),
          state_topic: cradleTopics(cradle.uuid).statistics(key),
          icon,
          ...sensor,
          ...rulesAvailability(),
        },
      ];
    }),
  );
}
