import type { Localized } from '@smart-cradle/protocol/language';

/** One thing that Home Assistant needs for the cradle. Doing it twice does no harm. */
export interface SetUpStep {
  /** What is changed in Home Assistant, for the one who is asked. */
  change: Localized;
  /** Whether it is not as it should be. */
  isNeeded(): Promise<boolean>;
  make(): Promise<void>;
}
