import type { Language } from '@smart-cradle/protocol/language';
import type { Texts } from '../localize/en.ts';
import type { Format } from '../localize/format.ts';
import type { Action } from './commands.ts';
import type { CradleState } from './cradle-state.ts';
import type { PendingState } from './pending.ts';

/** What every part of the card draws from. */
export interface View {
  name: string;
  state: CradleState;
  texts: Texts;
  format: Format;
  language: Language;
  now: Date;
  /** What was asked and has not come yet, by what was asked. */
  pending: (what: string, actual: string) => PendingState;
  /** Sends a command; `want` is what `actual` becomes when it has come. */
  command: (what: string, want: string, action: Action) => void;
  rock: (on: boolean) => void;
}

/** "for 3 min" since a moment. */
export function lasting({ format, texts, now }: View, since: Date): string {
  return texts.lasting(format.duration(now.getTime() - since.getTime()));
}
