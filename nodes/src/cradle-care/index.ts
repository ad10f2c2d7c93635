import { CARE_KINDS } from '@smart-cradle/protocol/care';
import type { Node, NodeAPI, NodeDef, NodeMessage } from 'node-red';
import { z } from 'zod';
import {
  type CareLog,
  carePoint,
  EMPTY_CARE_LOG,
  isCareCommand,
  lastCare,
  takeCare,
  trimCareLog,
} from '../history/care-log.ts';
import type { PointMessage } from '../history/points.ts';
import { ChangedStatistics } from '../history/statistic-messages.ts';
import { isRuleMessage } from '../shared/rule-message.ts';
import { stateFile } from '../shared/state-file.ts';

const entry = z.object({
  id: z.string(),
  kind: z.enum(CARE_KINDS),
  at: z.number(),
  note: z.string(),
  by: z.string().nullable(),
});
const keptLogs = z.record(
  z.string(),
  z.object({
    entries: z.array(entry),
    steps: z.array(z.object({ before: entry.nullable(), after: entry.nullable() })),
    made: z.int(),
  }),
);

/**
 * Node-RED: cradle care. Output 1: points for cradle history; output 2: statistics, for the broker; output 3: commands
 * that were refused, with the reason.
 */
export default function register(RED: NodeAPI): void {
  function CradleCare(this: Node, config: NodeDef): void {
    RED.nodes.createNode(this, config);
    const file = stateFile<Record<string, CareLog>>(
      RED.settings.userDir ?? '.',
      this.id,
      keptLogs.parse,
      (reason) => this.error(reason),
    );
    let logs: Record<string, CareLog> = file.load() ?? {};
    const statistics = new ChangedStatistics((message) => this.send([null, { ...message }, null]));

    const tell = (cradle: string) => {
      const log = logs[cradle] ?? EMPTY_CARE_LOG;
      const iso = (time: number | null) => (time === null ? null : new Date(time).toISOString());
      statistics.tell(cradle, {
        last_fed: iso(lastCare(log, 'fed')),
        last_changed: iso(lastCare(log, 'changed')),
      });
      const count = log.entries.length;
      this.status({ fill: 'green', shape: 'dot', text: RED._('cradle-care.status.entries', { count }) });
    };
    const begin = () => {
      for (const cradle of Object.keys(logs)) tell(cradle);
    };
    RED.events.once('flows:started', begin);

    this.on('input', (message: NodeMessage, _send, done) => {
      if (!isRuleMessage(message)) {
        done();
        return;
      }
      const { cradle } = message;
      if (message.kind === 'settings') tell(cradle);
      if (message.kind !== 'command') {
        done();
        return;
      }
      const command = message.payload;
      if (command.action === 'forget') {
        const { [cradle]: _gone, ...others } = logs;
        logs = others;
        file.save(logs);
        statistics.clear(cradle, ['last_fed', 'last_changed']);
      } else if (isCareCommand(command)) {
        const now = Date.now();
        const step = takeCare(logs[cradle] ?? EMPTY_CARE_LOG, command, now);
        if (!step.ok) {
          const text = RED._('cradle-care.status.refused', { reason: step.error });
          this.status({ fill: 'yellow', shape: 'ring', text });
          const refused = { topic: message.topic, cradle, payload: { field: step.field, error: step.error } };
          this.send([null, null, refused]);
          done(new Error(step.error));
          return;
        }
        // On disk before anybody is told.
        logs = { ...logs, [cradle]: trimCareLog(step.log, now) };
        file.save(logs);
        const point: PointMessage = {
          kind: 'history_point',
          cradle,
          payload: carePoint(cradle, step, now),
        };
        this.send([point, null, null]);
        tell(cradle);
      }
      done();
    });
    this.on('close', () => RED.events.removeListener('flows:started', begin));
  }
  RED.nodes.registerType('cradle-care', CradleCare);
}
