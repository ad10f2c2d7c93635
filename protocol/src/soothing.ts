import { z } from 'zod';
import type { Component } from './discovery.ts';
import { type EntityOwner, identity, rulesAvailability } from './entity-identity.ts';
import type { Localized } from './language.ts';
import { cradleTopics } from './topics.ts';

/** `off`: not switched on. `ready`: starts when crying starts. `locked`: something forbids it. */
export const SOOTHING_STATES = ['off', 'ready', 'soothing', 'locked'] as const;
export type SoothingPhase = (typeof SOOTHING_STATES)[number];

/** Why soothing does not run. English and stable: cards translate it. */
export const SOOTHING_REASONS = [
  'not_front',
  'face_unseen',
  'face_unknown',
  'fever',
  'sensor_lost',
  'bed_empty',
  'agent_lost',
  'paused',
  'not_helped',
  'night_limit',
  'stopped_by_hand',
  /** The rules had died: nobody has renewed it. */
  'rules_lost',
] as const;
export type SoothingReason = (typeof SOOTHING_REASONS)[number];

/** `soothing/state`, retained. */
export const soothingStateMessage = z.looseObject({
  state: z.enum(SOOTHING_STATES),
  /** 1 to 4 while soothing. */
  level: z.int().min(1).max(4).nullable(),
  since: z.iso.datetime({ offset: true }),
  reason: z.enum(SOOTHING_REASONS).nullable(),
});
export type SoothingState = z.output<typeof soothingStateMessage>;

/** `soothing/run`: one run that has ended. */
export const soothingRunMessage = z.looseObject({
  from: z.iso.datetime({ offset: true }),
  to: z.iso.datetime({ offset: true }),
  /** Seconds from the start until the crying ended; null: it did not. */
  calm_after: z.number().nullable(),
  /** The highest level of the run. */
  level: z.int().min(1).max(4),
  reason: z.enum(SOOTHING_REASONS).nullable(),
});
export type SoothingRun = z.output<typeof soothingRunMessage>;

/** Settings that the soothing keeps itself: its switch, and which player sounds. */
export const SOOTHING_OWN_SETTINGS = ['soothing', 'soothing_player', 'soothing_sound'] as const;
export type SoothingOwnSetting = (typeof SOOTHING_OWN_SETTINGS)[number];

export function isSoothingOwnSetting(name: string): name is SoothingOwnSetting {
  return (SOOTHING_OWN_SETTINGS as readonly string[]).includes(name);
}

/** Soothing's share of `command`. */
export const soothingCommands = [
  z.looseObject({
    action: z.literal('soothing'),
    state: z.enum(['on', 'off']),
    by: z.string().max(100).optional(),
  }),
  /** A parent's own start, from afar: only while nothing forbids it. */
  z.looseObject({ action: z.literal('soothe'), by: z.string().max(100).optional() }),
] as const;

export function soothingComponents(cradle: EntityOwner): Record<string, Component> {
  const topics = cradleTopics(cradle.uuid);
  const common = (domain: Component['platform'], key: string, name: Localized, icon: string) => ({
    ...identity(cradle, domain, key, name),
    icon,
    ...rulesAvailability(),
  });
  const text = (key: 'soothing_player' | 'soothing_sound', name: Localized, icon: string): Component => ({
    platform: 'text',
    ...common('text', key, name, icon),
    entity_category: 'config',
    state_topic: topics.setting(key),
    command_topic: topics.settingSet(key),
    max: 200,
  });
  return {
    soothing: {
      platform: 'switch',
      ...common('switch', 'soothing', { en: 'Soothing', ko: '자동 달래기' }, 'mdi:weather-night'),
      command_topic: topics.command,
      payload_on: '{"action":"soothing","state":"on"}',
      payload_off: '{"action":"soothing","state":"off"}',
      state_topic: topics.setting('soothing'),
      state_on: 'on',
      state_off: 'off',
    },
    soothing_state: {
      platform: 'sensor',
      ...common('sensor', 'soothing_state', { en: 'Soothing state', ko: '달래기 상태' }, 'mdi:cradle'),
      state_topic: topics.soothingState,
      value_template: '{{ value_json.state }}',
      json_attributes_topic: topics.soothingState,
      json_attributes_template:
        "{{ {'level': value_json.level, 'since': value_json.since, 'reason': value_json.reason} | tojson }}",
      device_class: 'enum',
      options: SOOTHING_STATES,
    },
    soothing_player: text(
      'soothing_player',
      { en: 'Soothing media player', ko: '달래기 재생기' },
      'mdi:speaker',
    ),
    soothing_sound: text(
      'soothing_sound',
      { en: 'Soothing sound', ko: '달래기 소리' },
      'mdi:music-note-outline',
    ),
  };
}
