import { ALERTS, type AlertType, isAlertType } from '@smart-cradle/protocol/alerts';
import { CRADLE_UUID_PATTERN, entityIdPrefix } from '@smart-cradle/protocol/cradle-id';
import type { Language, Localized } from '@smart-cradle/protocol/language';
import type { CommandMessage } from '@smart-cradle/protocol/messages';
import { alertText, resolvedText } from '../alert/alert-texts.ts';
import type { TestOutput } from '../shared/flow-message.ts';
import type { EventOutput } from '../shared/rule-message.ts';

/** A button of a notification. */
interface NotificationAction {
  action: string;
  title: string;
  /** iOS: may be pressed without unlocking the phone. */
  authenticationRequired?: false;
}

/** The data of a call of `notify.mobile_app_*`, for iOS and Android. */
export interface Notification {
  title?: string;
  message: string;
  data: {
    tag: string;
    group?: string;
    image?: string;
    actions?: NotificationAction[];
    /** iOS. */
    push?: {
      sound?: { name: string; critical: 1; volume: number } | 'default' | 'none';
      'interruption-level': string;
    };
    /** Android. */
    ttl?: 0;
    priority?: 'high';
    channel?: string;
    importance?: string;
    notification_icon?: string;
    /** Android: the phone says when it has it. */
    confirmation?: true;
    /** Comes back with the phone's confirmation. */
    smart_cradle_call?: string;
  };
}

/** What a pressed button asks for. */
const ACTIONS = ['acknowledge', 'snooze', 'pause', 'soothe'] as const;
type Action = (typeof ACTIONS)[number];

const PREFIX = 'SMART_CRADLE';
/** Minutes of the snooze and of the pause that the buttons ask for. */
const MINUTES = { snooze: 10, pause: 30 } as const;

const TITLES: Record<Action, Localized> = {
  acknowledge: { en: 'Acknowledge', ko: '확인' },
  snooze: { en: 'Snooze 10 min', ko: '10분 뒤 다시 알림' },
  pause: { en: 'I have the baby', ko: '아기를 안고 있어요' },
  soothe: { en: 'Rock the cradle', ko: '요람 흔들기' },
};

const SIMULATED: Localized = { en: 'SIMULATED', ko: '시뮬레이션(SIMULATED)' };
const TEST: Localized = { en: 'Test alarm', ko: '시험 알림' };
const TEST_TEXT: Localized = {
  en: 'This is a test. A real alert rings like this.',
  ko: '시험 알림입니다. 실제 알림도 이렇게 울립니다.',
};
const LABELS: Record<'reminded' | 'returned' | 'resolved', Localized> = {
  reminded: { en: 'Still', ko: '계속됨' },
  returned: { en: 'Again', ko: '다시' },
  resolved: { en: 'Resolved', ko: '해제됨' },
};

/** The id of a button: unique for each cradle and alert, so that a press says what it is about. */
export function actionId(action: Action, cradle: string, type: AlertType | null): string {
  return [PREFIX, action, cradle, type ?? ''].join('|');
}

/**
 * What a pressed button asks the rules to do.
 *
 * @returns undefined for the buttons of others' notifications, and for what nobody of us wrote.
 */
export function commandOfAction(
  id: unknown,
  by: string | undefined,
): { cradle: string; command: CommandMessage } | undefined {
  if (typeof id !== 'string') return undefined;
  const [prefix, action, cradle, type, ...rest] = id.split('|');
  if (prefix !== PREFIX || rest.length > 0 || !cradle || !CRADLE_UUID_PATTERN.test(cradle)) return undefined;
  const named = by === undefined ? {} : { by: by.slice(0, 100) };
  const about = type && isAlertType(type) ? { type } : {};
  if (action === 'acknowledge') return { cradle, command: { action, ...about, ...named } };
  if (action === 'snooze')
    return { cradle, command: { action, ...about, minutes: MINUTES.snooze, ...named } };
  if (action === 'soothe') return { cradle, command: { action, ...named } };
  if (action === 'pause') return { cradle, command: { action, minutes: MINUTES.pause, ...named } };
  return undefined;
}

function tagOf(cradle: string, type: AlertType | null): string {
  return `smart-cradle-${cradle}-${type ?? 'test'}`;
}

/** How it rings: `wake` breaks through do-not-disturb where the recipient allows it, `quiet` makes no sound. */
function ringing(how: 'critical' | 'loud' | 'quiet'): Omit<Notification['data'], 'tag'> {
  switch (how) {
    case 'quiet':
      return { push: { 'interruption-level': 'passive' }, channel: 'smart_cradle_quiet', importance: 'low' };
    case 'loud':
      return {
        push: { sound: 'default', 'interruption-level': 'time-sensitive' },
        ttl: 0,
        priority: 'high',
        channel: 'smart_cradle_alerts',
        importance: 'high',
        confirmation: true,
      };
    case 'critical':
      return {
        push: { sound: { name: 'default', critical: 1, volume: 1 }, 'interruption-level': 'critical' },
        ttl: 0,
        priority: 'high',
        channel: 'alarm_stream',
        importance: 'high',
        confirmation: true,
      };
  }
}

/** How one recipient is told. */
export interface Manner {
  language: Language;
  /** Through do-not-disturb. */
  critical: boolean;
}

/** What is around an event when it is told. */
export interface Circumstances {
  /** Of the cradle, or of the house. */
  name: string;
  /** Whether there is a picture of the moment. */
  pictured: boolean;
  /** Whether the cradle may be rocked now. */
  rockable: boolean;
  /** Seconds since the event. */
  late: number;
}

/**
 * The buttons of an alert; Android shows three. A test has nothing to acknowledge, and nobody holds a broker. A baby that
 * cries can be rocked instead of held, where that is safe.
 */
function actionsOf(type: AlertType | null, rockable: boolean): Action[] {
  if (type === null) return [];
  if (ALERTS[type].category !== 'care') return ['acknowledge', 'snooze'];
  return ['acknowledge', 'snooze', type === 'crying' && rockable ? 'soothe' : 'pause'];
}

/** What an event is in the words of the one who reads it. */
function sentence(event: EventOutput | TestOutput, language: Language, seconds: number): string {
  if (event.alert === null) return TEST_TEXT[language];
  return event.payload.event_type === 'resolved'
    ? resolvedText(event.facts, language)
    : alertText({ ...event.facts, seconds }, language);
}

/** Takes away what stands there of an alert. */
export function clearing(cradle: string, type: AlertType | null): Notification {
  return { message: 'clear_notification', data: { tag: tagOf(cradle, type) } };
}

/** The notification that an event leads to; undefined for what only changes the state. */
export function notificationOf(
  event: EventOutput | TestOutput,
  { name, pictured, rockable, late }: Circumstances,
  manner: Manner,
): Notification | undefined {
  const { cradle, payload, alert } = event;
  const { event_type, type } = payload;
  const { language, critical } = manner;
  const tag = tagOf(cradle, type);
  const group = `smart-cradle-${cradle}`;
  const alertName = type ? (event.alert && event.facts.title) || ALERTS[type].name[language] : TEST[language];
  const mark = alert?.simulated ? `${SIMULATED[language]} · ` : '';
  const title = (label?: Localized) => `${mark}${name} · ${label ? `${label[language]}: ` : ''}${alertName}`;
  const message = sentence(event, language, (payload.duration ?? 0) + late);

  switch (event_type) {
    case 'raised':
    case 'reminded':
    case 'returned':
    case 'test': {
      const label = event_type === 'raised' || event_type === 'test' ? undefined : LABELS[event_type];
      const wake = alert === null || alert.severity === 'wake';
      const actions = actionsOf(type, rockable).map((action) => ({
        action: actionId(action, cradle, type),
        title: TITLES[action][language],
        authenticationRequired: false as const,
      }));
      // Of a lost camera or cradle the last picture would be one of another time.
      const shown = type === null || (ALERTS[type].category === 'care' && ALERTS[type].scope === 'cradle');
      return {
        title: title(label),
        message,
        data: {
          tag,
          group,
          ...(shown && pictured
            ? { image: `/api/image_proxy/image.${entityIdPrefix(cradle)}_alert_image` }
            : {}),
          ...(actions.length > 0 ? { actions } : {}),
          notification_icon: 'mdi:cradle',
          ...ringing(wake ? (critical ? 'critical' : 'loud') : 'quiet'),
        },
      };
    }
    case 'resolved':
      return {
        title: title(LABELS.resolved),
        message,
        data: { tag: `${tag}-resolved`, group, ...ringing('quiet') },
      };
    case 'acknowledged':
    case 'snoozed':
      return undefined;
  }
}

/** News about the recipients or the monitor, said quietly, or loudly when something is wrong. */
export function news(tag: string, title: string, message: string, loud: boolean): Notification {
  return { title, message, data: { tag, ...ringing(loud ? 'loud' : 'quiet') } };
}
