import type { Language } from '@smart-cradle/protocol/language';

type Sentence = (value: string) => string;

export interface NightCardTexts {
  title: string;
  soFar: string;
  loading: string;
  failed: Sentence;
  noSleep: string;
  asleep: string;
  longest: string;
  cries: string;
  crying: string;
  rocked: string;
  times: Sentence;
  more: Sentence;
  less: Sentence;
  same: string;
  usual: string;
  noComparison: string;
  fromHomeAssistant: string;
  picture: Sentence;
  week: string;
  legend: { asleep: string; awake: string; cried: string; rocked: string };
}

export const NIGHT_CARD_TEXTS: Record<Language, NightCardTexts> = {
  en: {
    title: 'Last night',
    soFar: 'Tonight so far',
    loading: 'Loading the night…',
    failed: (reason) => `The night could not be loaded: ${reason}`,
    noSleep: 'Sleep has not been recorded last night.',
    asleep: 'Asleep',
    longest: 'Longest stretch',
    cries: 'Cried',
    crying: 'Crying time',
    rocked: 'Rocked',
    times: (count) => (count === '1' ? 'once' : `${count} times`),
    more: (amount) => `${amount} more than usual`,
    less: (amount) => `${amount} less than usual`,
    same: 'as usual',
    usual: 'compared with the seven nights before',
    noComparison: 'There are no nights to compare with yet.',
    fromHomeAssistant: 'From what Home Assistant has kept, since the cradle’s own history does not answer.',
    picture: (summary) => `The night as a band. ${summary}`,
    week: 'Sleep of the last nights',
    legend: { asleep: 'Asleep', awake: 'Awake', cried: 'Cried', rocked: 'Rocked' },
  },
  ko: {
    title: '지난밤',
    soFar: '오늘 밤 지금까지',
    loading: '밤 기록을 불러오는 중…',
    failed: (reason) => `밤 기록을 불러오지 못했습니다: ${reason}`,
    noSleep: '지난밤 수면 기록이 없습니다.',
    asleep: '잔 시간',
    longest: '가장 길게 잔 시간',
    cries: '운 횟수',
    crying: '운 시간',
    rocked: '흔든 횟수',
    times: (count) => `${count}번`,
    more: (amount) => `평소보다 ${amount} 많음`,
    less: (amount) => `평소보다 ${amount} 적음`,
    same: '평소와 같음',
    usual: '그 전 7일 밤과 비교',
    noComparison: '아직 비교할 밤이 없습니다.',
    fromHomeAssistant: '요람의 기록이 응답하지 않아 Home Assistant에 남은 값으로 표시합니다.',
    picture: (summary) => `밤 그림. ${summary}`,
    week: '최근 며칠 밤의 수면',
    legend: { asleep: '잠', awake: '깸', cried: '울음', rocked: '흔들기' },
  },
};
