import { expect, it } from 'vitest';
import { type Part, startOrder, startParts } from './graph.ts';

function recorder() {
  const log: string[] = [];
  const part = (name: string, needs: string[], work?: () => Promise<void>): Part<string> => ({
    name,
    needs,
    async start() {
      log.push(`${name} begins`);
      await work?.();
      log.push(`${name} is ready`);
    },
  });
  return { log, part };
}

it('starts a part when all that it needs is ready, and others beside it', async () => {
  const { log, part } = recorder();
  const slow = Promise.withResolvers<void>();
  const done = startParts([
    part('rules', ['broker', 'database']),
    part('broker', []),
    part('database', [], () => slow.promise),
    part('agent', ['broker'], async () => slow.resolve()),
  ]);
  await done;
  expect(log.indexOf('rules begins')).toBeGreaterThan(log.indexOf('database is ready'));
  expect(log.indexOf('agent begins')).toBeLessThan(log.indexOf('database is ready'));
  expect(log.at(-1)).toBe('rules is ready');
});

it('starts nothing after a failure, waits for what is under way, and tells the first failure', async () => {
  const { log, part } = recorder();
  const slow = Promise.withResolvers<void>();
  const done = startParts([
    part('broker', [], async () => {
      throw new Error('port taken');
    }),
    part('database', [], () => slow.promise),
    part('rules', ['database', 'broker']),
    part('agent', ['broker']),
    part('phone', ['database']),
  ]);
  let over = false;
  const end = done.catch((error: Error) => error.message).finally(() => (over = true));
  await new Promise(setImmediate);
  expect(over).toBe(false);
  slow.resolve();
  expect(await end).toBe('port taken');
  expect(log).toEqual(['broker begins', 'database begins', 'database is ready']);
});

it('stops in the reverse of an order in which each could have started', () => {
  const { part } = recorder();
  const order = startOrder([
    part('rules', ['broker', 'house']),
    part('house', ['broker']),
    part('broker', []),
  ]);
  expect(order).toEqual(['broker', 'house', 'rules']);
});

it('ignores a need that is left out, and refuses parts that need each other', async () => {
  const { part, log } = recorder();
  await startParts([part('rules', ['database'])]);
  expect(log).toContain('rules is ready');
  expect(() => startOrder([part('a', ['b']), part('b', ['a'])])).toThrow('a → b → a');
});
