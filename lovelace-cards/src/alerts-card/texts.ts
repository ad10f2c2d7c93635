import type { Language } from '@smart-cradle/protocol/language';
import type { Filter } from './alert-log.ts';
import type { RecipientSwitch } from './recipients.ts';

type Sentence = (value: string) => string;

export interface AlertsTexts {
  title: string;
  filters: Record<Filter, string>;
  filterLabel: string;
  loading: string;
  none: string;
  noneOpen: string;
  failed: Sentence;
  fromHomeAssistant: string;
  open: string;
  took: Sentence;
  resolve: string;
  picture: Sentence;
  showPicture: string;
  more: Sentence;
  testAlarm: string;
  testAlarmLong: string;
  testResult: Record<'idle' | 'running' | 'delivered' | 'partly' | 'failed', string>;
  result: Record<'delivered' | 'sent' | 'failed', string>;
  recipients: string;
  recipientsLong: string;
  noRecipients: string;
  switches: Record<RecipientSwitch, string>;
  order: Sentence;
  noPush: Sentence;
  selfCheck: string;
  armed: string;
  notArmed: string;
  checkOk: string;
  checkBad: string;
}

export const ALERTS_TEXTS: Record<Language, AlertsTexts> = {
  en: {
    title: 'Alerts',
    filters: { all: 'All', care: 'Baby', technical: 'Monitor', open: 'Open' },
    filterLabel: 'Which alerts',
    loading: 'Loading the alerts…',
    none: 'No alerts in the last 30 days.',
    noneOpen: 'No alert is open.',
    failed: (reason) => `The log could not be loaded: ${reason}`,
    fromHomeAssistant:
      'From what Home Assistant has kept, since the cradle’s own history does not answer: ten days, without pictures.',
    open: 'Open',
    took: (duration) => `lasted ${duration}`,
    resolve: 'Resolve',
    picture: (time) => `Picture of the alert at ${time}`,
    showPicture: 'Picture',
    more: (count) => `Show ${count} more`,
    testAlarm: 'Test the alarm',
    testAlarmLong: 'Rings on every phone below, as a real alert would.',
    testResult: {
      idle: 'Not tested yet',
      running: 'Ringing…',
      delivered: 'Everybody was reached',
      partly: 'Not everybody was reached',
      failed: 'Nobody was reached',
    },
    result: { delivered: 'arrived', sent: 'sent, arrival unknown', failed: 'failed' },
    recipients: 'Who is told',
    recipientsLong: 'For all cradles of the house, in this order.',
    noRecipients:
      'Nobody is told of alerts. Install the Home Assistant companion app on a phone and log in: it appears here.',
    switches: { push: 'Push', email: 'E-mail', critical: 'Rings even when muted' },
    order: (number) => `called ${number}.`,
    noPush: (name) => `${name} is not told by push`,
    selfCheck: 'Self-check',
    armed: 'An alert would reach you',
    notArmed: 'An alert might not reach you',
    checkOk: 'works',
    checkBad: 'does not work',
  },
  ko: {
    title: '알림',
    filters: { all: '전체', care: '아기', technical: '장치', open: '진행 중' },
    filterLabel: '표시할 알림',
    loading: '알림을 불러오는 중…',
    none: '최근 30일 동안 알림이 없습니다.',
    noneOpen: '진행 중인 알림이 없습니다.',
    failed: (reason) => `알림 기록을 불러오지 못했습니다: ${reason}`,
    fromHomeAssistant: '요람의 기록이 응답하지 않아 Home Assistant에 남은 10일 치를 사진 없이 표시합니다.',
    open: '진행 중',
    took: (duration) => `${duration} 동안`,
    resolve: '해결',
    picture: (time) => `${time} 알림 사진`,
    showPicture: '사진',
    more: (count) => `${count}개 더 보기`,
    testAlarm: '알람 시험',
    testAlarmLong: '실제 알림처럼 아래의 모든 휴대전화에서 울립니다.',
    testResult: {
      idle: '아직 시험하지 않음',
      running: '울리는 중…',
      delivered: '모두에게 전달됨',
      partly: '일부에게 전달되지 않음',
      failed: '아무에게도 전달되지 않음',
    },
    result: { delivered: '도착함', sent: '보냄, 도착 확인 안 됨', failed: '실패' },
    recipients: '알림을 받는 사람',
    recipientsLong: '집 안의 모든 요람에 적용되며 이 순서로 알립니다.',
    noRecipients:
      '알림을 받는 사람이 없습니다. 휴대전화에 Home Assistant 앱을 설치하고 로그인하면 여기에 나타납니다.',
    switches: { push: '푸시', email: '이메일', critical: '무음이어도 울림' },
    order: (number) => `${number}번째`,
    noPush: (name) => `${name}: 푸시 알림 꺼짐`,
    selfCheck: '자가 점검',
    armed: '알림이 전달됩니다',
    notArmed: '알림이 전달되지 않을 수 있습니다',
    checkOk: '정상',
    checkBad: '작동하지 않음',
  },
};
