import type { Localized } from '@smart-cradle/protocol/language';

/** What everybody shall read about the monitor itself, for cradle notify. */
export type TellOutput = {
  kind: 'tell';
  cradle: string;
  /** A newer one with the same tag takes the place of the older. */
  tag: string;
  text: Localized;
  /** So that it is heard. */
  loud: boolean;
};

/** Whether a cradle may be rocked now, for cradle notify: told at each change. */
export type RockableOutput = {
  kind: 'rockable';
  cradle: string;
  safe: boolean;
};
