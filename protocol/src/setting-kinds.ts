import type { Localized } from './language.ts';

/** Who keeps a setting's value in its file. The topic mirrors it. */
export type SettingOwner = 'rules' | 'agent';

export interface NumberSetting {
  kind: 'number';
  owner: SettingOwner;
  default: number;
  min: number;
  max: number;
  step: number;
  /** Home Assistant's unit of measurement. */
  unit: '°C' | 's' | 'min' | '%' | null;
  icon: string;
  name: Localized;
  description: Localized;
}

export interface SelectSetting {
  kind: 'select';
  owner: SettingOwner;
  default: string;
  options: readonly string[];
  icon: string;
  name: Localized;
  description: Localized;
}

export type Setting = NumberSetting | SelectSetting;
