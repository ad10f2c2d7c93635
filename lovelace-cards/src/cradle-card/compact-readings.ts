import { html, type TemplateResult } from 'lit';
import { type IconName, icon } from '../card/icons.ts';
import { faceDrawing, gapText, rockingButton, temperatureText } from './reading-tiles.ts';
import { lasting, type View } from './view.ts';

function row(key: string, symbol: IconName, label: string, value: string, mood: string): TemplateResult {
  return html`<li class=${mood} data-reading=${key} data-mood=${mood}>
    ${icon(symbol)}<span class="sr">${label}: </span><span>${value}</span>
  </li>`;
}

/** The readings in the height of a few lines, beside a small picture. */
export function compactReadings(view: View, picture: TemplateResult): TemplateResult {
  const { state, texts } = view;
  const { direction, crying, temperature, rocking } = state;
  const directionText = direction.known ? texts.directions[direction.value] : gapText(direction, view);
  const directionMood = direction.known ? (direction.value === 'front' ? 'calm' : 'notice') : 'gap';
  const loud = crying.known && crying.value.crying;
  const cryingText = !crying.known
    ? gapText(crying, view)
    : loud
      ? `${texts.cryingNow} ${lasting(view, crying.since)}`
      : texts.quiet;
  const cryingMood = crying.known ? (loud ? 'alarm' : 'calm') : 'gap';
  const hot = temperature.known && temperature.value.aboveLimit;
  const cold = temperature.known && !temperature.value.onBaby;
  const temperatureWords = !temperature.known
    ? gapText(temperature, view)
    : `${temperatureText(temperature.value, view)}${cold ? ` · ${texts.notOnBaby}` : ''}`;
  const temperatureMood = temperature.known ? (hot ? 'alarm' : cold ? 'notice' : 'calm') : 'gap';
  const rockingText = !rocking.known
    ? gapText(rocking, view)
    : rocking.value.on
      ? texts.rockingOn
      : texts.rockingOff;
  return html`
    <div class="compact-body">
      <div class="picture">${picture}</div>
      <ul>
        <li class=${directionMood} data-reading="direction" data-mood=${directionMood}>
          ${faceDrawing(view)}<span>${directionText}</span>
        </li>
        ${row('crying', loud ? 'sound' : 'quiet', texts.crying, cryingText, cryingMood)}
        ${row('temperature', 'thermometer', texts.temperature, temperatureWords, temperatureMood)}
        <li class=${rocking.known ? 'calm' : 'gap'} data-reading="rocking">
          ${icon('cradle')}<span class="sr">${texts.rocking}: </span><span>${rockingText}</span>${rockingButton(view)}
        </li>
      </ul>
    </div>
  `;
}
