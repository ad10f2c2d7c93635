import type { TemplateResult } from 'lit';
import type { CardView } from '../card/cradle-element.ts';
import type { CradleState } from './cradle-state.ts';
import type { TemperatureTrend } from './temperature-trend.ts';

/** `sound`: the picture is hidden, and its sound goes on. */
export type PictureShape = 'full' | 'small' | 'sound';

/** What every part of the cradle card draws from. */
export interface View extends CardView {
  state: CradleState;
  trend: TemperatureTrend;
  /** The live picture, drawn where the layout wants it. */
  picture: (shape: PictureShape) => TemplateResult;
  rock: (on: boolean) => void;
  setRockingLevel: (level: number) => void;
}

/** "for 3 min" since a moment. */
export function lasting({ format, texts, now }: Pick<View, 'format' | 'texts' | 'now'>, since: Date): string {
  return texts.lasting(format.duration(now.getTime() - since.getTime()));
}
