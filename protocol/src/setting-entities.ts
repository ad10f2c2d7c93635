import type { Component } from './discovery.ts';
import { type CradleIdentity, identity, readingAvailability, rulesAvailability } from './entity-identity.ts';
import type { Setting, SettingOwner } from './setting-kinds.ts';
import { SETTINGS, settingsOf } from './settings.ts';
import { cradleTopics } from './topics.ts';

/** The settings of one owner, as numbers and selects. */
export function settingComponents(cradle: CradleIdentity, owner: SettingOwner): Record<string, Component> {
  const topics = cradleTopics(cradle.uuid);
  const available =
    owner === 'rules' ? rulesAvailability() : readingAvailability(cradle.uuid, 'agent', undefined);
  return Object.fromEntries(
    settingsOf(owner).map((name): [string, Component] => {
      const setting: Setting = SETTINGS[name];
      const common = {
        command_topic: topics.settingSet(name),
        state_topic: topics.setting(name),
        icon: setting.icon,
        entity_category: 'config' as const,
        ...available,
      };
      if (setting.kind === 'select') {
        const named = identity(cradle, 'select', name, setting.name);
        return [name, { platform: 'select', ...named, ...common, options: setting.options }];
      }
      const { min, max, step, unit } = setting;
      return [
        name,
        {
          platform: 'number',
          ...identity(cradle, 'number', name, setting.name),
          ...common,
          min,
          max,
          step,
          mode: 'box',
          ...(unit ? { unit_of_measurement: unit } : {}),
        },
      ];
    }),
  );
}
