import type { Language } from '@smart-cradle/protocol/language';
import type { CareKind } from '../card/commands.ts';
import type { SleepBand } from '../history/history.ts';
import type { Range } from './time-range.ts';

export interface HistoryTexts {
  title: string;
  ranges: Record<Range, string>;
  rangeLabel: string;
  from: string;
  to: string;
  show: string;
  freeWrong: Record<'order' | 'missing' | 'long', string>;
  loading: string;
  empty: string;
  failed: (reason: string) => string;
  again: string;
  fromHomeAssistant: string;
  temperature: string;
  threshold: (degrees: string) => string;
  crying: string;
  cryingPer: (step: string) => string;
  sleep: string;
  sleepPerDay: string;
  rocking: string;
  bands: Record<SleepBand, string>;
  noSleep: string;
  minutesOf: (minutes: string, whole: string) => string;
  rocked: string;
  chart: (summary: string) => string;
  lowest: string;
  highest: string;
  cries: string;
  criedFor: string;
  slept: string;
  alerts: string;
  pictures: string;
  pictureAt: (time: string) => string;
  noPictures: string;
  days: string;
  date: string;
  care: Record<CareKind, string>;
  hint: string;
  notMarked: (count: string) => string;
}

export const HISTORY_TEXTS: Record<Language, HistoryTexts> = {
  en: {
    title: 'History',
    ranges: { '24h': '24 h', '7d': '7 days', '30d': '30 days', free: 'Dates' },
    rangeLabel: 'Range',
    from: 'From',
    to: 'To',
    show: 'Show',
    freeWrong: {
      order: 'The first day must not lie after the last one, nor in the future.',
      missing: 'Choose two days.',
      long: 'At most 92 days can be shown at once.',
    },
    loading: 'Loading the history…',
    empty: 'Nothing has been recorded in this time.',
    failed: (reason) => `The history could not be loaded: ${reason}`,
    again: 'Try again',
    fromHomeAssistant:
      'The cradle’s own history does not answer: this is what Home Assistant has kept. Pictures and the care log are missing.',
    temperature: 'Temperature',
    threshold: (degrees) => `alert above ${degrees}`,
    crying: 'Crying',
    cryingPer: (step) => `minutes of crying in ${step}`,
    sleep: 'Sleep',
    sleepPerDay: 'hours asleep a day',
    rocking: 'Rocking',
    bands: { asleep: 'Asleep', awake: 'Awake', fussing: 'Fussing', away: 'Not in bed', unknown: 'Unknown' },
    noSleep: 'Sleep has not been recorded in this time.',
    minutesOf: (minutes, whole) => `${minutes} of ${whole}`,
    rocked: 'rocked',
    chart: (summary) => `Chart. ${summary} Arrow keys move through it.`,
    lowest: 'Lowest',
    highest: 'Highest',
    cries: 'Cried',
    criedFor: 'Crying time',
    slept: 'Slept',
    alerts: 'Alerts',
    pictures: 'Pictures',
    pictureAt: (time) => `Picture of ${time}`,
    noPictures: 'No picture near this time',
    days: 'By day',
    date: 'Day',
    care: {
      fed: 'Fed',
      changed: 'Changed',
      bed: 'To bed',
      medicine: 'Medicine',
      bath: 'Bath',
      other: 'Other',
    },
    hint: 'Touch the chart to read a moment.',
    notMarked: (count) => `Too many to mark: the oldest ${count} alerts are only counted.`,
  },
  ko: {
    title: '기록',
    ranges: { '24h': '24시간', '7d': '7일', '30d': '30일', free: '날짜' },
    rangeLabel: '기간',
    from: '시작',
    to: '끝',
    show: '보기',
    freeWrong: {
      order: '시작일은 종료일보다 늦거나 미래일 수 없습니다.',
      missing: '날짜를 두 개 고르세요.',
      long: '한 번에 92일까지 볼 수 있습니다.',
    },
    loading: '기록을 불러오는 중…',
    empty: '이 기간에는 기록이 없습니다.',
    failed: (reason) => `기록을 불러오지 못했습니다: ${reason}`,
    again: '다시 시도',
    fromHomeAssistant:
      '요람의 기록이 응답하지 않아 Home Assistant에 남은 값을 표시합니다. 사진과 돌봄 기록은 없습니다.',
    temperature: '체온',
    threshold: (degrees) => `${degrees} 초과 시 알림`,
    crying: '울음',
    cryingPer: (step) => `${step} 동안 운 시간(분)`,
    sleep: '수면',
    sleepPerDay: '하루에 잔 시간',
    rocking: '흔들기',
    bands: {
      asleep: '자는 중',
      awake: '깨어 있음',
      fussing: '칭얼거림',
      away: '침대에 없음',
      unknown: '알 수 없음',
    },
    noSleep: '이 기간에는 수면 기록이 없습니다.',
    minutesOf: (minutes, whole) => `${whole} 중 ${minutes}`,
    rocked: '흔들기',
    chart: (summary) => `그래프. ${summary} 화살표 키로 움직입니다.`,
    lowest: '최저',
    highest: '최고',
    cries: '울음',
    criedFor: '운 시간',
    slept: '잔 시간',
    alerts: '알림',
    pictures: '사진',
    pictureAt: (time) => `${time} 사진`,
    noPictures: '이 시각의 사진이 없습니다',
    days: '날짜별',
    date: '날짜',
    care: { fed: '수유', changed: '기저귀', bed: '재우기', medicine: '약', bath: '목욕', other: '기타' },
    hint: '그래프를 누르면 그때의 값을 볼 수 있습니다.',
    notMarked: (count) => `너무 많아 가장 오래된 알림 ${count}개는 표시하지 않고 세기만 했습니다.`,
  },
};
