import { expect, test } from 'vitest';
import { dashboardOf } from './dashboard.ts';
import { STRATEGY_TEXTS } from './texts.ts';

const cradles = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    uuid: `cradle-${index}`,
    name: `Cradle ${index}`,
    deviceId: `d${index}`,
    simulated: false,
  }));
const entityOf = ({ uuid }: { uuid: string }, key: string) =>
  key === 'monitoring' ? undefined : `sensor.${uuid}_${key}`;
const paths = (count: number) =>
  dashboardOf(cradles(count), entityOf, STRATEGY_TEXTS.en).views.map(({ path }) => path);

test('one cradle needs no view to choose in', () => {
  expect(paths(1)).toEqual(['overview', 'history', 'alerts', 'settings', 'night']);
});

test('five cradles stand beside each other, and the other views offer a choice', () => {
  const { views } = dashboardOf(cradles(5), entityOf, STRATEGY_TEXTS.en);
  expect(views.map(({ path }) => path)).toEqual([
    'overview',
    'cradle',
    'history',
    'alerts',
    'settings',
    'night',
  ]);
  expect(views[0]?.sections).toHaveLength(5);
  expect(JSON.stringify(views[0])).toContain('"cradle":"cradle-4","layout":"compact"');
  for (const view of views.slice(1, 5)) expect(JSON.stringify(view)).toContain('smart-cradle-choice-card');
});

test('a badge stands only for an entity that is there', () => {
  const [overview] = dashboardOf(cradles(1), entityOf, STRATEGY_TEXTS.ko).views;
  expect(JSON.stringify(overview?.badges)).toContain('sensor.cradle-0_crying');
  expect(JSON.stringify(overview?.badges)).not.toContain('monitoring');
});

test('without a cradle the dashboard says what to do', () => {
  expect(paths(0)).toEqual(['overview']);
});

test('the video of each cradle reaches the full and the bedside view, whichever cradle they show', () => {
  const options = { stream_entity: { 'cradle-1': 'camera.nursery' } };
  const { views } = dashboardOf(cradles(2), entityOf, STRATEGY_TEXTS.en, options);
  const withVideo = views.filter((view) => JSON.stringify(view).includes('camera.nursery'));
  expect(withVideo.map(({ path }) => path)).toEqual(['cradle', 'night']);
});
