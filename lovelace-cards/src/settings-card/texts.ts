import type { Language } from '@smart-cradle/protocol/language';
import type { Group } from './settings-list.ts';

export interface SettingsTexts {
  title: string;
  groups: Record<Group, string>;
  none: string;
  range: (min: string, max: string) => string;
  standard: (value: string) => string;
  wrong: (name: string, value: string, min: string, max: string) => string;
  less: (name: string) => string;
  more: (name: string) => string;
  changed: (name: string, from: string, to: string) => string;
  changing: (name: string) => string;
  undo: string;
  undone: (name: string, value: string) => string;
  on: string;
  off: string;
  options: Readonly<Record<string, string>>;
  soothing: string;
  empty: string;
  soothingLong: string;
}

export const SETTINGS_TEXTS: Record<Language, SettingsTexts> = {
  en: {
    title: 'Settings',
    groups: {
      thresholds: 'When an alert rings',
      again: 'How soon it rings again',
      gaps: 'What does not interrupt',
      cradle: 'Cradle',
      soothing: 'Rocking on its own',
      other: 'More',
    },
    none: 'This cradle has no settings. Those of the alerts come from the rules in Node-RED: do they run?',
    range: (min, max) => `${min} to ${max}`,
    standard: (value) => `normally ${value}`,
    wrong: (name, value, min, max) =>
      `${name}: “${value}” must be a number from ${min} to ${max}. Nothing was changed.`,
    less: (name) => `${name}: less`,
    more: (name) => `${name}: more`,
    changed: (name, from, to) => `${name}: ${from} → ${to}`,
    changing: (name) => `${name}: being changed…`,
    undo: 'Undo',
    undone: (name, value) => `${name}: ${value} again`,
    on: 'on',
    off: 'off',
    options: { on: 'on', off: 'off', offset: 'Offset along the eyes', dx: 'dx, as in the original' },
    soothing: 'Rock when the baby cries',
    empty: 'empty',
    soothingLong:
      'Rocks when the baby cries, while it lies on its back with the face seen in front. Stop using it when the baby begins to roll.',
  },
  ko: {
    title: '설정',
    groups: {
      thresholds: '알림이 울리는 조건',
      again: '다시 울리기까지의 시간',
      gaps: '끊김으로 보지 않는 시간',
      cradle: '요람',
      soothing: '저절로 흔들기',
      other: '기타',
    },
    none: '이 요람에는 설정이 없습니다. 알림 설정은 Node-RED의 규칙에서 옵니다. 규칙이 실행 중인가요?',
    range: (min, max) => `${min}~${max}`,
    standard: (value) => `기본값 ${value}`,
    wrong: (name, value, min, max) =>
      `${name}: ‘${value}’ 대신 ${min}에서 ${max} 사이의 숫자를 넣으세요. 바뀐 것은 없습니다.`,
    less: (name) => `${name} 줄이기`,
    more: (name) => `${name} 늘리기`,
    changed: (name, from, to) => `${name}: ${from} → ${to}`,
    changing: (name) => `${name}: 바꾸는 중…`,
    undo: '취소',
    undone: (name, value) => `${name}: 다시 ${value}`,
    on: '켜짐',
    off: '꺼짐',
    options: { on: '켜짐', off: '꺼짐', offset: '눈 방향 기준 거리', dx: '원래 방식(dx)' },
    soothing: '울면 흔들기',
    empty: '비어 있음',
    soothingLong:
      '아기가 바로 누워 얼굴이 정면으로 보일 때 울면 흔듭니다. 아기가 뒤집기 시작하면 쓰지 마세요.',
  },
};
