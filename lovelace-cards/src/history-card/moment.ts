import { ALERTS } from '@smart-cradle/protocol/alerts';
import { html, nothing, type TemplateResult } from 'lit';
import { until } from 'lit/directives/until.js';
import type { Picture } from '../history/history.ts';
import { BLANK, pictureAddress } from '../history/picture-address.ts';
import type { HomeAssistant } from '../home-assistant/types.ts';
import type { ChartView } from './charts.ts';
import { stepAt } from './scale.ts';

/** A picture this far from the moment that is read still shows it: half a step, at least this, ms. */
const NEAR = 5 * 60_000;

/** The picture nearest to a moment; null: none is near. */
export function nearestPicture(pictures: readonly Picture[], at: number, within: number): Picture | null {
  let nearest: Picture | null = null;
  for (const picture of pictures) {
    const distance = Math.abs(picture.at - at);
    if (distance <= within && (!nearest || distance < Math.abs(nearest.at - at))) nearest = picture;
  }
  return nearest;
}

/** What was at the moment that is pointed at, in words, and its picture. */
export function moment(chart: ChartView, hass: HomeAssistant): TemplateResult {
  const { history, cursor, step, degrees, unit, texts, format, language } = chart;
  if (cursor === null) return html`<p class="hint">${texts.hint}</p>`;
  const { series } = history;
  const index = series ? stepAt(series.time, cursor, step * 1000) : -1;
  const temperature = series?.temperature[index];
  const crying = series?.crying[index];
  const rocking = series?.rocking[index];
  const sleep = history.sleep.find(({ from, to }) => from <= cursor && cursor < to);
  const reach = Math.max(NEAR, (step * 1000) / 2);
  const alerts = history.alerts.filter(({ createdAt }) => Math.abs(createdAt - cursor) <= reach);
  const care = history.care.filter(({ at }) => Math.abs(at - cursor) <= reach);
  const picture = nearestPicture(history.pictures, cursor, reach);
  const words = [
    temperature ? `${format.number(degrees(temperature[1]), 1)} ${unit}` : null,
    crying
      ? `${texts.crying}: ${texts.minutesOf(format.duration(crying * step * 1000), format.duration(step * 1000))}`
      : null,
    sleep && sleep.state !== 'unknown' ? texts.bands[sleep.state] : null,
    rocking ? texts.rocked : null,
    ...care.map(({ kind, at }) => `${texts.care[kind]} ${format.time(new Date(at))}`),
    ...alerts.map(
      ({ type, createdAt }) => `${ALERTS[type].name[language]} ${format.time(new Date(createdAt))}`,
    ),
  ].filter((one) => one !== null);
  return html`<div class="moment" role="status">
    <div>
      <b>${format.dayAndTime(new Date(cursor))}</b>
      <p>${words.length > 0 ? words.join(' · ') : texts.empty}</p>
    </div>
    ${
      picture
        ? html`<img src=${until(pictureAddress(hass, picture.url), BLANK)} alt=${texts.pictureAt(format.time(new Date(picture.at)))} loading="lazy" />`
        : history.pictures.length > 0
          ? html`<small>${texts.noPictures}</small>`
          : nothing
    }
  </div>`;
}
