import { expect, test } from 'vitest';
import type { RaisedAlert } from '../cradle-card/raised-alerts.ts';
import type { HistoryAlert } from '../history/history.ts';
import { filtered, withRaised } from './alert-log.ts';
import { recipientsOf } from './recipients.ts';

const logged = (type: HistoryAlert['type'], createdAt: number, resolvedAt: number | null): HistoryAlert => ({
  type,
  severity: 'wake',
  createdAt,
  acknowledgedAt: null,
  acknowledgedBy: null,
  resolvedAt,
  message: '',
  value: null,
  picture: null,
});
const raised = (type: RaisedAlert['type']): RaisedAlert => ({
  type,
  category: 'care',
  severity: 'wake',
  state: 'active',
  message: '',
  since: new Date(50),
  acknowledgedBy: null,
  snoozedUntil: null,
  value: null,
  simulated: false,
});

test('what is raised now stands in the log although the history has not heard of it', () => {
  const log = withRaised([logged('high_temperature', 10, 20)], [raised('crying')], 100);
  expect(log.map(({ type, resolvedAt }) => [type, resolvedAt])).toEqual([
    ['crying', null],
    ['high_temperature', 20],
  ]);
});

test('what the history has not yet seen end is not shown as open', () => {
  expect(withRaised([logged('crying', 10, null)], [], 100)[0]?.resolvedAt).toBe(100);
  expect(withRaised([logged('crying', 10, null)], [raised('crying')], 100)).toHaveLength(1);
});

test('the filters tell baby, monitor and open apart', () => {
  const log = [logged('crying', 3, null), logged('sensor_lost', 2, 5), logged('crying', 1, 2)];
  expect(filtered(log, 'care')).toHaveLength(2);
  expect(filtered(log, 'technical').map(({ type }) => type)).toEqual(['sensor_lost']);
  expect(filtered(log, 'open').map(({ createdAt }) => createdAt)).toEqual([3]);
});

test('recipients are named by what their entities have in common, in the order of calling', () => {
  const told: Record<string, [state: string, name: string]> = {
    'switch.smart_cradle_recipient_jun_push': ['on', 'Smart Cradle recipients Jun’s phone Push'],
    'number.smart_cradle_recipient_jun_order': ['2', 'Smart Cradle recipients Jun’s phone Order'],
    'switch.smart_cradle_recipient_mina_push': ['off', 'Smart Cradle recipients Mina Push'],
    'switch.smart_cradle_recipient_mina_critical': ['on', 'Smart Cradle recipients Mina Rings when muted'],
    'number.smart_cradle_recipient_mina_order': ['1', 'Smart Cradle recipients Mina Order'],
  };
  const ids = Object.keys(told);
  const recipients = recipientsOf({
    devices: {
      r: { id: 'r', identifiers: [['mqtt', 'smart-cradle-recipients']], name: 'Smart Cradle recipients' },
    },
    entities: Object.fromEntries(ids.map((id) => [id, { entity_id: id, device_id: 'r' }])),
    states: Object.fromEntries(
      ids.map((id) => [
        id,
        {
          entity_id: id,
          state: told[id]?.[0] ?? '',
          attributes: { friendly_name: told[id]?.[1] },
          last_changed: '',
        },
      ]),
    ),
  });
  expect(recipients.map(({ id, name, switches }) => [id, name, switches.map((one) => one.name)])).toEqual([
    ['mina', 'Mina', ['push', 'critical']],
    ['jun', 'Jun’s phone', ['push']],
  ]);
});
