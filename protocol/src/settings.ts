import type { Setting, SettingOwner } from './setting-kinds.ts';

/** Every setting of a cradle, by the name that stands in its topic. The first three are the original's. */
export const SETTINGS = {
  max_temperature: {
    kind: 'number',
    owner: 'rules',
    default: 38,
    min: 35,
    max: 42,
    step: 0.1,
    unit: '°C',
    icon: 'mdi:thermometer-high',
    name: { en: 'Maximum temperature', ko: '최고 체온' },
    description: {
      en: 'Above it the temperature alert is raised',
      ko: '이 온도를 넘으면 고온 알림이 울립니다',
    },
  },
  abnormal_position_timeout: {
    kind: 'number',
    owner: 'rules',
    default: 30,
    min: 1,
    max: 600,
    step: 1,
    unit: 's',
    icon: 'mdi:timer-outline',
    name: { en: 'Abnormal position timeout', ko: '비정상 자세 허용 시간' },
    description: {
      en: 'How long the face may point away before the alert is raised',
      ko: '얼굴이 정면이 아닌 상태가 이 시간 동안 이어지면 알림이 울립니다',
    },
  },
  crying_duration_threshold: {
    kind: 'number',
    owner: 'rules',
    default: 30,
    min: 1,
    max: 600,
    step: 1,
    unit: 's',
    icon: 'mdi:timer-outline',
    name: { en: 'Crying duration threshold', ko: '울음 지속 시간' },
    description: {
      en: 'How long the baby cries before the alert is raised',
      ko: '울음이 이 시간 동안 이어지면 알림이 울립니다',
    },
  },
  face_not_visible_timeout: {
    kind: 'number',
    owner: 'rules',
    default: 60,
    min: 5,
    max: 600,
    step: 1,
    unit: 's',
    icon: 'mdi:eye-off-outline',
    name: { en: 'Face not visible timeout', ko: '얼굴 미검출 허용 시간' },
    description: {
      en: 'How long the face may be unseen without a break before the alert is raised',
      ko: '얼굴이 이 시간 동안 계속 보이지 않으면 알림이 울립니다',
    },
  },
  sensor_lost_timeout: {
    kind: 'number',
    owner: 'rules',
    default: 60,
    min: 5,
    max: 600,
    step: 1,
    unit: 's',
    icon: 'mdi:lan-pending',
    name: { en: 'Sensor lost timeout', ko: '센서 끊김 허용 시간' },
    description: {
      en: 'How long a sensor or the whole cradle may be lost before it rings; it is shown at once',
      ko: '센서나 요람의 연결이 이 시간 동안 끊기면 알림이 울립니다. 화면에는 바로 표시됩니다',
    },
  },
  temperature_hysteresis: {
    kind: 'number',
    owner: 'rules',
    default: 0.2,
    min: 0,
    max: 2,
    step: 0.1,
    unit: '°C',
    icon: 'mdi:thermometer-lines',
    name: { en: 'Temperature hysteresis', ko: '체온 이력 폭' },
    description: {
      en: 'The alert resolves when the temperature is this much below the maximum',
      ko: '최고 체온보다 이만큼 내려가야 알림이 해제됩니다',
    },
  },
  position_gap: {
    kind: 'number',
    owner: 'rules',
    default: 2,
    min: 0,
    max: 30,
    step: 1,
    unit: 's',
    icon: 'mdi:timer-sand',
    name: { en: 'Position gap', ko: '자세 끊김 허용' },
    description: {
      en: 'A face that is in front for less than this does not end the position',
      ko: '정면인 시간이 이보다 짧으면 비정상 자세가 이어진 것으로 봅니다',
    },
  },
  crying_gap: {
    kind: 'number',
    owner: 'rules',
    default: 5,
    min: 0,
    max: 60,
    step: 1,
    unit: 's',
    icon: 'mdi:timer-sand',
    name: { en: 'Crying gap', ko: '울음 끊김 허용' },
    description: {
      en: 'A pause shorter than this does not end the crying',
      ko: '쉬는 시간이 이보다 짧으면 울음이 이어진 것으로 봅니다',
    },
  },
  temperature_blocking: {
    kind: 'number',
    owner: 'rules',
    default: 5,
    min: 0,
    max: 120,
    step: 1,
    unit: 'min',
    icon: 'mdi:bell-sleep-outline',
    name: { en: 'Temperature alert again after', ko: '고온 알림 재발송 간격' },
    description: { en: 'Counts from when it was raised', ko: '알림이 울린 때부터 셉니다' },
  },
  position_blocking: {
    kind: 'number',
    owner: 'rules',
    default: 5,
    min: 0,
    max: 120,
    step: 1,
    unit: 'min',
    icon: 'mdi:bell-sleep-outline',
    name: { en: 'Position alert again after', ko: '자세 알림 재발송 간격' },
    description: { en: 'Counts from when it was raised', ko: '알림이 울린 때부터 셉니다' },
  },
  crying_blocking: {
    kind: 'number',
    owner: 'rules',
    default: 3,
    min: 0,
    max: 120,
    step: 1,
    unit: 'min',
    icon: 'mdi:bell-sleep-outline',
    name: { en: 'Crying alert again after', ko: '울음 알림 재발송 간격' },
    description: { en: 'Counts from when it was raised', ko: '알림이 울린 때부터 셉니다' },
  },
  soothing_level: {
    kind: 'number',
    owner: 'rules',
    default: 3,
    min: 1,
    max: 4,
    step: 1,
    unit: null,
    icon: 'mdi:cradle-outline',
    name: { en: 'Highest soothing level', ko: '최고 달래기 단계' },
    description: {
      en: 'Soothing never rocks harder than this',
      ko: '자동 달래기가 이보다 세게 흔들지 않습니다',
    },
  },
  soothing_level_lock: {
    kind: 'select',
    owner: 'rules',
    default: 'off',
    options: ['off', '1', '2', '3', '4'],
    icon: 'mdi:lock-outline',
    name: { en: 'Soothing level lock', ko: '달래기 단계 고정' },
    description: {
      en: 'Always this level, without stepping up or down',
      ko: '단계를 올리거나 내리지 않고 늘 이 단계로 흔듭니다',
    },
  },
  soothing_weaning: {
    kind: 'select',
    owner: 'rules',
    default: 'on',
    options: ['on', 'off'],
    icon: 'mdi:baby-carriage',
    name: { en: 'Soothing weaning', ko: '달래기 줄이기' },
    description: {
      en: 'on: still as soon as the baby is calm; off: goes on gently for a while',
      ko: 'on: 진정되면 바로 멈춤, off: 한동안 약하게 더 흔듦',
    },
  },
  soothing_minutes: {
    kind: 'number',
    owner: 'rules',
    default: 5,
    min: 1,
    max: 5,
    step: 1,
    unit: 'min',
    icon: 'mdi:timer-outline',
    name: { en: 'Soothing calls a parent after', ko: '달래기 후 보호자 호출' },
    description: {
      en: 'It stops and calls when the crying goes on this long',
      ko: '이 시간 동안 울음이 그치지 않으면 멈추고 보호자를 부릅니다',
    },
  },
  soothing_night_limit: {
    kind: 'number',
    owner: 'rules',
    default: 60,
    min: 5,
    max: 240,
    step: 5,
    unit: 'min',
    icon: 'mdi:timer-lock-outline',
    name: { en: 'Soothing limit a night', ko: '하룻밤 달래기 한도' },
    description: {
      en: 'All runs of a night together',
      ko: '하룻밤의 모든 달래기를 합한 시간입니다',
    },
  },
  soothing_volume: {
    kind: 'number',
    owner: 'rules',
    default: 30,
    min: 0,
    max: 60,
    step: 5,
    unit: '%',
    icon: 'mdi:volume-medium',
    name: { en: 'Soothing volume', ko: '달래기 소리 크기' },
    description: {
      en: 'At the highest level; lower levels are quieter',
      ko: '가장 높은 단계의 소리 크기입니다. 낮은 단계는 더 조용합니다',
    },
  },
  picture_interval: {
    kind: 'number',
    owner: 'rules',
    default: 1,
    min: 0,
    max: 60,
    step: 1,
    unit: 'min',
    icon: 'mdi:camera-timer',
    name: { en: 'Picture every', ko: '사진 저장 간격' },
    description: {
      en: 'How often a picture is kept for the time lapse; 0: only at alerts',
      ko: '타임랩스용 사진을 저장하는 간격, 0이면 알림 때만 저장합니다',
    },
  },
  rocking_minutes: {
    kind: 'number',
    owner: 'agent',
    default: 15,
    min: 1,
    max: 60,
    step: 1,
    unit: 'min',
    icon: 'mdi:timer-stop-outline',
    name: { en: 'Longest rocking', ko: '최대 흔들기 시간' },
    description: { en: 'Rocking stops by itself after this', ko: '이 시간이 지나면 저절로 멈춥니다' },
  },
  rocking_level: {
    kind: 'number',
    owner: 'agent',
    default: 2,
    min: 1,
    max: 4,
    step: 1,
    unit: null,
    icon: 'mdi:cradle-outline',
    name: { en: 'Rocking level', ko: '흔들기 세기' },
    description: {
      en: 'How far and how fast the cradle rocks; a motor controller with other firmware knows only on and off',
      ko: '요람을 흔드는 폭과 빠르기입니다. 다른 펌웨어의 제어기는 켜고 끄기만 합니다',
    },
  },
  direction_threshold: {
    kind: 'number',
    owner: 'agent',
    default: 0.15,
    min: 0.05,
    max: 0.5,
    step: 0.01,
    unit: null,
    icon: 'mdi:angle-acute',
    name: { en: 'Direction threshold', ko: '방향 판정 기준' },
    description: {
      en: 'How far the nose lies beside the middle of the eyes, in eye distances, until the face is not in front',
      ko: '코가 두 눈의 가운데에서 눈 사이 거리의 이 비율을 넘으면 정면이 아닌 것으로 봅니다',
    },
  },
  crying_threshold: {
    kind: 'number',
    owner: 'agent',
    default: 0.5,
    min: 0.05,
    max: 0.95,
    step: 0.05,
    unit: null,
    icon: 'mdi:ear-hearing',
    name: { en: 'Crying threshold', ko: '울음 판정 기준' },
    description: {
      en: 'Probability from which a sound counts as crying: lower hears more, and rings falsely more often',
      ko: '이 확률부터 울음으로 봅니다. 낮추면 더 잘 듣지만 오알림이 늘어납니다',
    },
  },
  direction_rule: {
    kind: 'select',
    owner: 'agent',
    default: 'offset',
    options: ['offset', 'original'],
    icon: 'mdi:face-recognition',
    name: { en: 'Direction rule', ko: '방향 판정 방식' },
    description: {
      en: 'offset: right for tilted heads and any distance; original: 0.02 image widths',
      ko: 'offset: 기울어진 머리와 거리에 강함, original: 화면 너비의 0.02',
    },
  },
} as const satisfies Record<string, Setting>;

export type SettingName = keyof typeof SETTINGS;
export const SETTING_NAMES = Object.keys(SETTINGS) as SettingName[];

export function isSettingName(name: string): name is SettingName {
  return Object.hasOwn(SETTINGS, name);
}

/** The plain value of each setting. */
export type SettingValues = {
  [Name in SettingName]: (typeof SETTINGS)[Name]['kind'] extends 'number' ? number : string;
};

export function settingsOf(owner: SettingOwner): SettingName[] {
  return SETTING_NAMES.filter((name) => SETTINGS[name].owner === owner);
}

export function defaultSettings(): SettingValues {
  return Object.fromEntries(SETTING_NAMES.map((name) => [name, SETTINGS[name].default])) as SettingValues;
}

export type CheckedSetting = { ok: true; value: number | string } | { ok: false; reason: string };

/** A plain value from a `settings/{name}/set` topic; the reason names the setting, the value and what is allowed. */
export function checkSetting(name: SettingName, text: string): CheckedSetting {
  const setting: Setting = SETTINGS[name];
  if (setting.kind === 'select') {
    return setting.options.includes(text)
      ? { ok: true, value: text }
      : {
          ok: false,
          reason: `${name} (${JSON.stringify(text)}): must be one of ${setting.options.join(', ')}`,
        };
  }
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(value) || value < setting.min || value > setting.max) {
    const unit = setting.unit ? ` ${setting.unit}` : '';
    return {
      ok: false,
      reason: `${name} (${JSON.stringify(text.slice(0, 80))}): must be a number from ${setting.min} to ${setting.max}${unit}`,
    };
  }
  return { ok: true, value };
}
