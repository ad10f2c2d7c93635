import type { NodeAPI, NodeStatus } from 'node-red';
import type { AlertKeeper } from '../alert/alert-keeper.ts';
import type { RulesClock } from './rules-clock.ts';

/** What goes on under a node: "3 cradles, 1 pending 12 s". */
export function alertStatus(RED: NodeAPI, node: string, keeper: AlertKeeper, clock: RulesClock): NodeStatus {
  const { cradles, raised, pending } = keeper.summary();
  if (raised > 0) {
    return { fill: 'red', shape: 'dot', text: RED._(`${node}.status.raised`, { cradles, raised }) };
  }
  if (pending.since !== null) {
    const seconds = Math.round((clock.now() - pending.since) / 1000);
    const text = RED._(`${node}.status.pending`, { cradles, pending: pending.count, seconds });
    return { fill: 'yellow', shape: 'ring', text };
  }
  return { fill: 'green', shape: 'dot', text: RED._(`${node}.status.quiet`, { cradles }) };
}
