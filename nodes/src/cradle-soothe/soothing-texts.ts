import type { Localized } from '@smart-cradle/protocol/language';
import type { SoothingReason } from '@smart-cradle/protocol/soothing';

/** What calls a parent. */
export const SOOTHING_CALLS = {
  not_helped: {
    en: 'Soothing has not helped: the baby still cries',
    ko: '자동 달래기로 진정되지 않았습니다. 아기가 아직 울고 있습니다',
  },
  night_limit: {
    en: 'Soothing has reached the limit of this night, and has stopped',
    ko: '자동 달래기가 오늘 밤 한도에 이르러 멈췄습니다',
  },
} as const satisfies Record<string, Localized>;

const FORBIDDEN: Partial<Record<SoothingReason, Localized>> = {
  not_front: { en: 'the face is not in front', ko: '얼굴이 정면이 아닙니다' },
  face_unseen: { en: 'the face is not seen', ko: '얼굴이 보이지 않습니다' },
  face_unknown: { en: 'nobody knows where the face is', ko: '얼굴을 알 수 없습니다' },
  fever: { en: 'the baby has a fever', ko: '열이 있습니다' },
  sensor_lost: { en: 'a sensor is lost', ko: '센서가 끊겼습니다' },
  bed_empty: { en: 'the bed is empty', ko: '침대가 비어 있습니다' },
  agent_lost: { en: 'the cradle is offline', ko: '요람과 연결이 끊겼습니다' },
  paused: { en: 'monitoring is paused', ko: '감시를 멈춘 상태입니다' },
};

/** Why a parent's press on a phone did not rock the cradle. */
export function notRocked(reason: SoothingReason): Localized {
  const why = FORBIDDEN[reason] ?? { en: reason, ko: reason };
  return {
    en: `Not rocked: ${why.en}. Look at the baby`,
    ko: `흔들지 않았습니다: ${why.ko}. 아기를 살펴보세요`,
  };
}
