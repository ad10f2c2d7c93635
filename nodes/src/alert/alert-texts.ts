import { ALERTS, type AlertType } from '@smart-cradle/protocol/alerts';
import type { DirectionState } from '@smart-cradle/protocol/direction';
import type { Language, Localized } from '@smart-cradle/protocol/language';

/** Put before everything that does not come from a real baby. */
export const SIMULATED_MARK: Localized = { en: 'SIMULATED: ', ko: '시뮬레이션(SIMULATED): ' };

export interface AlertFacts {
  type: AlertType;
  /** What was measured. */
  value: number | string | null;
  /** Seconds since the condition began. */
  seconds: number;
  /** What it was compared with. */
  threshold: number | string;
  simulated: boolean;
  /** What a custom alert is called. */
  title?: string;
}

const PARTS: Record<string, Localized> = {
  camera: { en: 'camera', ko: '카메라' },
  microphone: { en: 'microphone', ko: '마이크' },
  thermometer: { en: 'thermometer', ko: '체온계' },
  direction: { en: 'face detection', ko: '얼굴 인식' },
};

const POSITIONS: Record<DirectionState, Localized> = {
  front: { en: 'The face points to the front', ko: '얼굴이 정면을 향하고 있습니다' },
  left: { en: 'The face has pointed left', ko: '얼굴이 왼쪽을 향한 지' },
  right: { en: 'The face has pointed right', ko: '얼굴이 오른쪽을 향한 지' },
  not_visible: { en: 'The face has not been seen', ko: '얼굴이 보이지 않은 지' },
};

function isDirection(value: unknown): value is DirectionState {
  return typeof value === 'string' && Object.hasOwn(POSITIONS, value);
}

/** `31 s`, `2 min 5 s`, `7 h 30 min`. */
export function formatSeconds(seconds: number, language: Language): string {
  const whole = Math.max(0, Math.round(seconds));
  const [hour, minute, second] = language === 'ko' ? ['시간', '분', '초'] : [' h', ' min', ' s'];
  const two = (large: string, rest: number, small: string) =>
    rest === 0 ? large : `${large} ${rest}${small}`;
  if (whole < 60) return `${whole}${second}`;
  if (whole < 3600) return two(`${Math.floor(whole / 60)}${minute}`, whole % 60, second);
  return two(`${Math.floor(whole / 3600)}${hour}`, Math.floor((whole % 3600) / 60), minute);
}

function degrees(value: number | string | null): string {
  return typeof value === 'number' ? value.toFixed(1) : String(value);
}

function body(facts: AlertFacts, language: Language): string {
  const { type, value, threshold } = facts;
  const long = formatSeconds(facts.seconds, language);
  const korean = language === 'ko';
  switch (type) {
    case 'high_temperature':
      return korean
        ? `체온 ${degrees(value)} °C, 기준 ${degrees(Number(threshold))} °C 초과`
        : `Temperature ${degrees(value)} °C, above ${degrees(Number(threshold))} °C`;
    case 'abnormal_position':
    case 'face_not_visible': {
      const position = POSITIONS[isDirection(value) ? value : 'not_visible'][language];
      return korean ? `${position} ${long} 되었습니다` : `${position} for ${long}`;
    }
    case 'crying':
      return korean ? `${long} 동안 울고 있습니다` : `Crying for ${long}`;
    case 'sensor_lost': {
      const parts = String(value)
        .split(', ')
        .map((part) => PARTS[part]?.[language] ?? part)
        .join(', ');
      return korean ? `센서 끊김: ${parts} (${long})` : `Nothing from the ${parts} for ${long}`;
    }
    case 'agent_offline':
      return korean
        ? `요람에서 ${long} 동안 아무 신호도 없습니다. 지금은 아무도 지켜보고 있지 않습니다`
        : `Nothing from the cradle for ${long}: nobody is watching`;
    case 'custom': {
      const said = `${facts.title ?? ALERTS.custom.name[language]}: ${String(value)}`;
      return korean ? `${said} (${long} 동안)` : `${said} for ${long}`;
    }
    case 'broker_offline':
      return korean
        ? `MQTT 브로커와 ${long} 동안 연결되지 않았습니다. 지금은 아무도 지켜보고 있지 않습니다`
        : `No connection to the MQTT broker for ${long}: nobody is watching`;
    case 'history_offline':
      return korean
        ? `${long} 동안 기록을 저장하지 못했습니다. 나중에 저장됩니다`
        : `History has not been stored for ${long}; it is kept and stored later`;
    case 'history_lost':
      return korean
        ? `기록 ${value}개를 잃었습니다. 데이터베이스가 너무 오래 끊겼거나 받지 않았습니다`
        : `${value} entries of the history are lost: the database was away for too long, or refused them`;
    case 'backup_failed': {
      const why = value === null ? '' : `: ${value}`;
      return korean
        ? `기록을 백업하지 못했습니다${why}. 마지막 백업은 ${threshold}시간 전입니다`
        : `The history is not backed up${why}. The last backup is ${threshold} h old`;
    }
    case 'disk_full': {
      const removed = Number(value) > 0;
      if (korean) {
        return removed ? `디스크가 거의 차서 ${value}일치 사진을 미리 지웠습니다` : '디스크가 거의 찼습니다';
      }
      return removed
        ? `The disk is nearly full: pictures of ${value === 1 ? 'a day' : `${value} days`} were removed before their time`
        : 'The disk is nearly full';
    }
  }
}

/** The sentence that a parent reads. */
export function alertText(facts: AlertFacts, language: Language): string {
  return `${facts.simulated ? SIMULATED_MARK[language] : ''}${body(facts, language)}`;
}

export function resolvedText(
  { type, simulated, title }: Pick<AlertFacts, 'type' | 'simulated' | 'title'>,
  language: Language,
): string {
  const name = title ?? ALERTS[type].name[language];
  const mark = simulated ? SIMULATED_MARK[language] : '';
  return language === 'ko' ? `${mark}해제됨: ${name}` : `${mark}Resolved: ${title ?? name.toLowerCase()}`;
}
