import type { Language } from '@smart-cradle/protocol/language';

export interface StrategyTexts {
  title: string;
  overview: string;
  cradle: string;
  history: string;
  alerts: string;
  settings: string;
  night: string;
  crying: string;
  rocking: string;
  paused: string;
  temperature: string;
}

export const STRATEGY_TEXTS: Record<Language, StrategyTexts> = {
  en: {
    title: 'Cradle',
    overview: 'Overview',
    cradle: 'Cradle',
    history: 'History',
    alerts: 'Alerts',
    settings: 'Settings',
    night: 'Bedside',
    crying: 'Crying',
    rocking: 'Rocking',
    paused: 'Monitoring paused',
    temperature: 'Temperature',
  },
  ko: {
    title: '요람',
    overview: '한눈에 보기',
    cradle: '요람',
    history: '기록',
    alerts: '알림',
    settings: '설정',
    night: '침대 옆 화면',
    crying: '울음',
    rocking: '흔들기',
    paused: '감시 쉬는 중',
    temperature: '체온',
  },
};
