import type { OfflineReason } from '@smart-cradle/protocol/availability';
import type { Localized } from '@smart-cradle/protocol/language';
import type { Recipient, RecipientState } from '@smart-cradle/protocol/recipients';
import type { SelfCheckReport } from '@smart-cradle/protocol/reports';
import { findLoss, type Watched } from '../sensor-watch/lost-sensors.ts';

type Item = SelfCheckReport['items'][number];

/** What is known when it is looked at. */
export interface Surroundings {
  watched: Watched;
  /** Milliseconds of the rules' clock. */
  now: number;
  /** Milliseconds of silence after which a part is lost. */
  silence: number;
  monitored: boolean;
  /** undefined: Home Assistant is not there, so nobody can be told. */
  recipients: readonly Recipient[] | undefined;
  states: ReadonlyMap<string, RecipientState['state']>;
}

/** Recipients who can be told, as far as anybody knows: the last notification to them did not fail. */
export function reachable({ recipients, states }: Pick<Surroundings, 'recipients' | 'states'>): Recipient[] {
  return (recipients ?? []).filter(({ id }) => !['failed', 'missing'].includes(states.get(id) ?? 'unknown'));
}

/** Looks whether the monitor is ready for the night. What a cradle does not have is no fault of it. */
export function selfCheck(around: Surroundings, at: Date): SelfCheckReport {
  const { watched, now, silence, monitored, recipients } = around;
  const loss = findLoss(watched, now, silence);
  const items: Item[] = [
    { name: 'agent', ok: !loss.agent, reason: loss.agent ? 'no_data' : null },
    ...(['camera', 'microphone', 'thermometer'] as const).flatMap((name): Item[] => {
      const said = watched.parts[name];
      const known = said !== undefined || watched.heard[name] !== undefined;
      if (!known || said?.reason === 'not_configured') return [];
      if (loss.agent) return [{ name, ok: false, reason: 'no_data' }];
      if (loss.parts.includes(name)) return [{ name, ok: false, reason: said?.reason ?? 'no_data' }];
      if (name === 'thermometer' && watched.offBaby) return [{ name, ok: false, reason: 'not_on_baby' }];
      // A picture in which no face can be found is no watch over one.
      const face = name === 'camera' ? watched.parts.direction : undefined;
      const blind = face?.state === 'offline' ? (face.reason ?? 'no_data') : null;
      const stuck = name === 'camera' && loss.parts.includes('direction') ? (blind ?? 'no_data') : blind;
      return [{ name, ok: stuck === null, reason: stuck }];
    }),
    ...(monitored ? [] : [{ name: 'monitoring' as const, ok: false, reason: 'paused' }]),
    {
      name: 'recipients',
      ok: reachable(around).length > 0,
      reason: recipients === undefined ? 'no_home_assistant' : null,
    },
  ];
  return { state: items.every(({ ok }) => ok) ? 'armed' : 'not_armed', at: at.toISOString(), items };
}

const NAMES: Record<Item['name'], Localized> = {
  agent: { en: 'cradle', ko: '요람' },
  camera: { en: 'camera', ko: '카메라' },
  microphone: { en: 'microphone', ko: '마이크' },
  thermometer: { en: 'thermometer', ko: '체온계' },
  monitoring: { en: 'monitoring', ko: '감시' },
  recipients: { en: 'phones', ko: '휴대전화' },
};

const REASONS: Partial<Record<OfflineReason | 'not_on_baby' | 'paused' | 'no_home_assistant', Localized>> = {
  starting: { en: 'starting', ko: '시작하는 중' },
  disconnected: { en: 'disconnected', ko: '연결 끊김' },
  no_data: { en: 'no data', ko: '값이 오지 않음' },
  frozen: { en: 'frozen', ko: '멈춤' },
  black: { en: 'black picture', ko: '검은 화면' },
  muted: { en: 'muted', ko: '음소거' },
  too_dark: { en: 'too dark', ko: '너무 어두움' },
  not_on_baby: { en: 'not on the baby', ko: '아기에게 붙어 있지 않음' },
  detector_stuck: { en: 'face detection stuck', ko: '얼굴 인식 멈춤' },
  device_error: { en: 'device error', ko: '장치 오류' },
  stopped: { en: 'stopped', ko: '정지됨' },
  paused: { en: 'paused', ko: '일시 중지' },
  no_home_assistant: { en: 'Home Assistant is away', ko: 'Home Assistant 연결 안 됨' },
};

function reasonText(reason: string | null): Localized | undefined {
  return reason === null ? undefined : REASONS[reason as keyof typeof REASONS];
}

/** What is said of it: everything that is ready, or everything that is not. @param phones How many can be told. */
export function selfCheckText({ state, items }: SelfCheckReport, phones: number): Localized {
  if (state === 'armed') {
    const parts = items.filter(({ name }) => !['agent', 'recipients', 'monitoring'].includes(name));
    const en = [
      ...parts.map(({ name }) => NAMES[name].en),
      `${phones} ${phones === 1 ? 'phone' : 'phones'} reachable`,
    ];
    const ko = [...parts.map(({ name }) => NAMES[name].ko), `휴대전화 ${phones}대 연결`];
    return { en: `Armed: ${en.join(', ')}`, ko: `감시 준비됨: ${ko.join(', ')}` };
  }
  const wrong = items.filter(({ ok }) => !ok);
  // A cradle that is away takes its sensors with it.
  const causes = wrong.some(({ name }) => name === 'agent')
    ? wrong.filter(({ name }) => !['camera', 'microphone', 'thermometer'].includes(name))
    : wrong;
  const say = (language: 'en' | 'ko') =>
    causes
      .map(({ name, reason }) => {
        const why = reasonText(reason)?.[language];
        if (name === 'recipients') {
          const none = language === 'en' ? 'no phone reachable' : '알릴 휴대전화 없음';
          return why ? `${none} (${why})` : none;
        }
        return why ? `${NAMES[name][language]} (${why})` : NAMES[name][language];
      })
      .join(', ');
  return { en: `Not armed: ${say('en')}`, ko: `감시 준비 안 됨: ${say('ko')}` };
}
