import { CARE_KINDS, type CareErrorMessage } from '@smart-cradle/protocol/care';
import { cradleUuid } from '@smart-cradle/protocol/cradle-uuid';
import { cradleTopics, parseTopic } from '@smart-cradle/protocol/topics';
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
import { type CareRefusal, explainRefusal } from '../history/care-refusal.ts';
import type { PointMessage } from '../history/points.ts';
import { ChangedStatistics } from '../history/statistic-messages.ts';
import { houseLanguage } from '../shared/environment.ts';
import { isRuleMessage } from '../shared/rule-message.ts';
import { stateFile } from '../shared/state-file.ts';
import type { TellOutput } from '../shared/tell-message.ts';

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

/** A message that cradle reading refused, as it came. */
function isRefusedCommand(message: object): message is { topic: string; refused: unknown } {
  return (
    'refused' in message &&
    'topic' in message &&
    typeof message.topic === 'string' &&
    parseTopic(message.topic)?.kind === 'command'
  );
}

/**
 * Node-RED: cradle care. Output 1: points for cradle history; output 2: statistics, for the broker; output 3: commands
 * that were refused, for the broker; output 4: the same for people, for cradle notify.
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
    const statistics = new ChangedStatistics((message) => this.send([null, { ...message }, null, null]));

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

    const refuse = (cradle: string, { action, field, text, by }: CareRefusal) => {
      const reason = text[houseLanguage()];
      const shown = RED._('cradle-care.status.refused', { reason });
      this.status({ fill: 'yellow', shape: 'ring', text: shown });
      const payload: CareErrorMessage = { event_type: 'refused', action, field, reason, reasons: text, by };
      const error = { topic: cradleTopics(cradle).careError, payload, retain: false, qos: 1 };
      const told: TellOutput = {
        kind: 'tell',
        cradle,
        tag: 'care-refused',
        text: {
          en: `Not written into the care log: ${text.en}`,
          ko: `돌봄 기록에 적지 않았습니다: ${text.ko}`,
        },
        loud: false,
      };
      this.send([null, null, error, told]);
    };

    this.on('input', (message: NodeMessage, _send, done) => {
      if (isRefusedCommand(message)) {
        const refusal = explainRefusal(message.refused);
        const uuid = cradleUuid.safeParse(parseTopic(message.topic)?.uuid);
        if (refusal && uuid.success) refuse(uuid.data, refusal);
        done();
        return;
      }
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
          const { field, text } = step;
          refuse(cradle, { action: command.action, field, text, by: command.by ?? null });
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
        this.send([point, null, null, null]);
        tell(cradle);
      }
      done();
    });
    this.on('close', () => RED.events.removeListener('flows:started', begin));
  }
  RED.nodes.registerType('cradle-care', CradleCare);
}
