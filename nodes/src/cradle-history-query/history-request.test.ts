import { expect, test } from 'vitest';
import { parseExportRequest, parseHistoryRequest } from './history-request.ts';

const NOW = Date.parse('2026-11-24T12:00:00Z');
const good = { cradle: 'cradle-a', from: '2026-11-23T12:00:00Z' };

test('takes a request, with now and a resolution that a screen can show', () => {
  const parsed = parseHistoryRequest({ ...good, to: '', include: 'series,days' }, NOW);
  expect(parsed).toMatchObject({ ok: true, value: { to: NOW, resolution: 300 } });
  if (parsed.ok) expect([...parsed.value.include]).toEqual(['series', 'days']);
});

test.each([
  ['a range that ends before it begins', { to: '2026-11-22T00:00:00Z' }, 'to'],
  ['more than a month of series', { from: '2026-01-01T00:00:00Z' }, 'from'],
  ['no date', { from: 'yesterday' }, 'from'],
  ['InfluxQL in the date', { from: "2026-11-23T12:00:00Z' OR 1=1" }, 'from'],
  ['InfluxQL in the cradle', { cradle: `x' ; DROP DATABASE "smart_cradle"` }, 'cradle'],
  ['a part that there is not', { include: 'series,passwords' }, 'include'],
  ['too many rows', { resolution: '1' }, 'resolution'],
  ['a resolution that is none', { resolution: '1m' }, 'resolution'],
  ['a field twice', { cradle: ['a', 'b'] }, 'cradle'],
  ['a field that there is not', { limit: '5' }, 'limit'],
])('refuses %s, and names the field', (_name, wrong, field) => {
  expect(parseHistoryRequest({ ...good, ...wrong }, NOW)).toMatchObject({ ok: false, field });
});

test('an export names its format and what it holds', () => {
  expect(parseExportRequest(good, NOW)).toMatchObject({
    ok: true,
    value: { format: 'csv', what: 'readings' },
  });
  expect(parseExportRequest({ ...good, format: 'xlsx' }, NOW)).toMatchObject({ ok: false, field: 'format' });
});
