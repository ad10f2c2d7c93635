import { expect, test } from 'vitest';
import { reportPage } from './report.ts';
import { clock, timePlot } from './report-plot.ts';

test('a page says what was judged, and a name that looks like markup stays a name', () => {
  const page = reportPage({
    title: 'Crying',
    summary: '1 recording',
    language: 'ko',
    sections: [{ title: '<b>.wav', figures: [['windows', '3']], content: ['<svg></svg>'] }],
  });
  expect(page).toContain('<html lang="ko">');
  expect(page).toContain('&lt;b&gt;.wav');
  expect(page).toContain('<svg></svg>');
  expect(page).toContain('의료기기가 아닙니다');
  expect(page).not.toMatch(/<script|https?:/);
});

test('a plot draws each point in its place and marks what rang', () => {
  const plot = timePlot({
    label: 'probability',
    points: [
      [0, 0],
      [5, 1],
      [10, 0.5],
    ],
    range: [0, 1],
    threshold: 0.5,
    marked: [[5, 10]],
  });
  expect(plot).toContain('points="48,156 470,8 892,82"');
  expect(plot).toContain('stroke-dasharray');
  expect(plot.match(/<rect/g)).toHaveLength(1);
  expect(plot).not.toContain('NaN');
});

test('a recording without windows still gives a plot', () => {
  expect(timePlot({ label: 'level', points: [], range: [-90, 0] })).not.toContain('NaN');
});

test('times are minutes and seconds', () => {
  expect([0, 59.9, 61, 3_600].map(clock)).toEqual(['0:00', '0:59', '1:01', '60:00']);
});
