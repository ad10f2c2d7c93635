import { z } from 'zod';
import { type Component, type DeviceDiscovery, ORIGINS } from './discovery.ts';
import { LANGUAGES, type Language, type Localized } from './language.ts';
import { houseTopics } from './topics.ts';

/** A phone with the companion app, or any other notify service or entity: email, web push, a speaker. */
export const RECIPIENT_KINDS = ['companion_app', 'notify'] as const;

/** What may stand in a recipient's id, which is part of topics and entity ids. */
export const RECIPIENT_ID_PATTERN = /^[a-z0-9_]{1,64}$/;
/** A notify service or entity of Home Assistant. */
export const NOTIFY_TARGET_PATTERN = /^notify\.[a-z0-9_]{1,100}$/;

export const recipientMessage = z.looseObject({
  id: z.string().regex(RECIPIENT_ID_PATTERN),
  name: z.string().max(200),
  kind: z.enum(RECIPIENT_KINDS),
  target: z.string().regex(NOTIFY_TARGET_PATTERN),
  language: z.enum(LANGUAGES),
  /** Who is told first: 1 at once, the others when nobody answers. */
  order: z.int().min(1).max(9),
});
export type Recipient = z.output<typeof recipientMessage>;

/** `smart-cradle/recipients`, retained. */
export const recipientsMessage = z.array(recipientMessage);

const topic = (id: string) => `smart-cradle/recipient/${id}`;

export const recipientTopics = {
  /** Rules, retained: everybody who is told of alerts. */
  all: 'smart-cradle/recipients',
  /** Rules, retained: the plain value. */
  setting: (id: string, name: string) => `${topic(id)}/settings/${name}`,
  /** Anyone; never retained. */
  settingSet: (id: string, name: string) => `${topic(id)}/settings/${name}/set`,
  /** Rules: why a value was refused. */
  settingError: (id: string) => `${topic(id)}/settings/error`,
  /** Rules, retained: how the last notification went. */
  state: (id: string) => `${topic(id)}/state`,
  /** What the rules subscribe to. */
  subscription: 'smart-cradle/recipient/+/settings/+/set',
  discovery: 'homeassistant/device/smart-cradle-recipients/config',
} as const;

/** How the last notification to a recipient went. */
export const RECIPIENT_STATES = ['unknown', 'sent', 'delivered', 'failed', 'missing'] as const;
export const recipientStateMessage = z.looseObject({
  state: z.enum(RECIPIENT_STATES),
  at: z.iso.datetime({ offset: true }).nullable(),
  /** What Home Assistant said, in English. */
  reason: z.string().nullable(),
});
export type RecipientState = z.output<typeof recipientStateMessage>;

/** The values of one recipient's settings. */
export interface RecipientSettings {
  push: 'ON' | 'OFF';
  email: 'ON' | 'OFF';
  critical: 'ON' | 'OFF';
  /** `care`: nothing about the monitor itself. */
  alerts: 'all' | 'care';
  order: number;
  language: Language;
  /** Where mail goes: an address, or the notify entity of a mailbox; empty: where the mail service sends it by itself. */
  email_address: string;
}

const onOff = z.enum(['ON', 'OFF']);

/** Each setting as it comes on its topic: a plain text. */
export const RECIPIENT_SETTINGS = {
  push: onOff,
  email: onOff,
  critical: onOff,
  alerts: z.enum(['all', 'care']),
  order: z
    .string()
    .regex(/^[1-9]$/, 'must be a whole number from 1 to 9')
    .transform(Number),
  language: z.enum(LANGUAGES),
  email_address: z.union([z.literal(''), z.email().max(200), z.string().regex(NOTIFY_TARGET_PATTERN)], {
    error: 'must be an email address, or a notify entity such as notify.family_email',
  }),
} as const satisfies Record<keyof RecipientSettings, z.ZodType>;
export type RecipientSettingName = keyof RecipientSettings;
export const RECIPIENT_SETTING_NAMES = Object.keys(RECIPIENT_SETTINGS) as RecipientSettingName[];

export function isRecipientSettingName(name: string): name is RecipientSettingName {
  return Object.hasOwn(RECIPIENT_SETTINGS, name);
}

export function defaultRecipientSettings(language: Language): RecipientSettings {
  return {
    push: 'ON',
    email: 'OFF',
    critical: 'ON',
    alerts: 'all',
    order: 1,
    language,
    email_address: '',
  };
}

const by = z.string().max(100).optional();

/** The recipients' share of `command`. */
export const recipientCommands = [
  /** Shows a code for ten minutes; `off` takes it back. */
  z.looseObject({ action: z.literal('pair'), state: z.enum(['on', 'off']).optional(), by }),
  /** Makes a notify service or entity a recipient, or takes a phone back that had left. */
  z.looseObject({
    action: z.literal('join'),
    target: z.string().regex(NOTIFY_TARGET_PATTERN, 'must be a notify service such as notify.family_email'),
    name: z.string().min(1).max(100).optional(),
    by,
  }),
  z.looseObject({ action: z.literal('leave'), recipient: z.string().regex(RECIPIENT_ID_PATTERN), by }),
  /** Looks at once whether everything is ready. */
  z.looseObject({ action: z.literal('self_check'), by }),
] as const;

const NAMES: Record<RecipientSettingName, { icon: string; name: Localized }> = {
  push: { icon: 'mdi:bell-outline', name: { en: 'push', ko: '푸시' } },
  email: { icon: 'mdi:email-outline', name: { en: 'email', ko: '이메일' } },
  critical: {
    icon: 'mdi:bell-alert-outline',
    name: { en: 'through do not disturb', ko: '방해 금지 중에도' },
  },
  alerts: { icon: 'mdi:filter-outline', name: { en: 'which alerts', ko: '받을 알림' } },
  order: { icon: 'mdi:sort-numeric-ascending', name: { en: 'order', ko: '순서' } },
  language: { icon: 'mdi:translate', name: { en: 'language', ko: '언어' } },
  email_address: { icon: 'mdi:at', name: { en: 'email address', ko: '이메일 주소' } },
};

const PLATFORMS = {
  push: 'switch',
  email: 'switch',
  critical: 'switch',
  alerts: 'select',
  order: 'number',
  language: 'select',
  email_address: 'text',
} as const satisfies Record<RecipientSettingName, Component['platform']>;

const rulesAvailability = {
  availability: [{ topic: houseTopics.rulesAvailability }],
  availability_mode: 'all' as const,
};

function settingComponent(recipient: Recipient, name: RecipientSettingName, language: Language): Component {
  const platform = PLATFORMS[name];
  const common = {
    unique_id: `smart_cradle_recipient_${recipient.id}_${name}`,
    default_entity_id: `${platform}.smart_cradle_recipient_${recipient.id}_${name}`,
    name: `${recipient.name}: ${NAMES[name].name[language]}`,
    icon: NAMES[name].icon,
    entity_category: 'config' as const,
    state_topic: recipientTopics.setting(recipient.id, name),
    command_topic: recipientTopics.settingSet(recipient.id, name),
    ...rulesAvailability,
  };
  switch (platform) {
    case 'switch':
      return { platform, ...common, payload_on: 'ON', payload_off: 'OFF' };
    case 'select':
      return { platform, ...common, options: name === 'alerts' ? ['all', 'care'] : LANGUAGES };
    case 'number':
      return { platform, ...common, min: 1, max: 9, step: 1, mode: 'box' };
    case 'text':
      return { platform, ...common, max: 200 };
  }
}

function stateComponent(recipient: Recipient, language: Language): Component {
  const name: Localized = { en: 'last notification', ko: '마지막 알림' };
  return {
    platform: 'sensor',
    unique_id: `smart_cradle_recipient_${recipient.id}_state`,
    default_entity_id: `sensor.smart_cradle_recipient_${recipient.id}_state`,
    name: `${recipient.name}: ${name[language]}`,
    icon: 'mdi:message-check-outline',
    entity_category: 'diagnostic',
    state_topic: recipientTopics.state(recipient.id),
    value_template: '{{ value_json.state }}',
    json_attributes_topic: recipientTopics.state(recipient.id),
    json_attributes_template: "{{ {'at': value_json.at, 'reason': value_json.reason} | tojson }}",
    device_class: 'enum',
    options: RECIPIENT_STATES,
    ...rulesAvailability,
  };
}

/** The one device of the house whose entities are the recipients' settings. */
export function recipientsDiscovery(
  recipients: readonly Recipient[],
  language: Language,
  version: string,
): DeviceDiscovery {
  const name: Localized = { en: 'Smart Cradle recipients', ko: '스마트 요람 알림 받는 사람' };
  const components = recipients.flatMap((recipient): [string, Component][] => [
    ...RECIPIENT_SETTING_NAMES.map((setting): [string, Component] => [
      `${recipient.id}_${setting}`,
      settingComponent(recipient, setting, language),
    ]),
    [`${recipient.id}_state`, stateComponent(recipient, language)],
  ]);
  return {
    device: {
      identifiers: ['smart-cradle-recipients'],
      name: name[language],
      manufacturer: 'Smart Cradle',
    },
    origin: { name: ORIGINS.rules, sw_version: version },
    components: Object.fromEntries(components),
  };
}
