import { STATISTIC_NAMES } from '@smart-cradle/protocol/statistics';
import type { Node, NodeAPI, NodeDef, NodeMessage } from 'node-red';
import { prepareDatabase, storedCradles } from '../cradle-influxdb/influx-client.ts';
import type { InfluxNode } from '../cradle-influxdb/influx-node.ts';
import { isStale, readPresent, UNKNOWN_PRESENT } from '../history/present.ts';
import { ChangedStatistics } from '../history/statistic-messages.ts';
import { summariseTouched } from '../history/summaries.ts';
import { isFromCradle, isRuleMessage } from '../shared/rule-message.ts';

interface Config extends NodeDef {
  /** The id of the cradle-influxdb configuration node. */
  server: string;
  /** Seconds between two summaries. */
  interval: string;
}

const DEFAULT_INTERVAL = 30;
/** Those that this node tells. */
const OWN = STATISTIC_NAMES.filter((name) =>
  /^(sleep_|awake_|cries_|crying_|last_night|longest_)/.test(name),
);

/**
 * Node-RED: cradle statistics. Makes the summaries of every hour that points have touched, and tells what they say of the
 * present. Output: statistics, for the broker.
 */
export default function register(RED: NodeAPI): void {
  function CradleStatistics(this: Node, config: Config): void {
    RED.nodes.createNode(this, config);
    const server = RED.nodes.getNode(config.server) as InfluxNode | null;
    if (!server) {
      this.status({ fill: 'red', shape: 'ring', text: RED._('cradle-statistics.status.noServer') });
      this.error(RED._('cradle-statistics.errors.noServer'));
      return;
    }
    const { client, touched } = server;
    const statistics = new ChangedStatistics((message) => this.send({ ...message }));
    const cradles = new Set<string>();
    let readAt = Date.now();
    let failure: string | null = null;
    let running: Promise<void> | undefined;
    let prepared = false;

    const summarise = async () => {
      const now = Date.now();
      try {
        if (!prepared) await prepareDatabase(client, server.database, touched, now);
        prepared = true;
        await summariseTouched(client, touched, now);
        const stored = new Set(await storedCradles(client));
        for (const cradle of cradles) {
          if (stored.has(cradle)) statistics.tell(cradle, await readPresent(client, cradle, now));
        }
        readAt = now;
        failure = null;
        const text = RED._('cradle-statistics.status.summarised', { count: cradles.size });
        this.status({ fill: 'green', shape: 'dot', text });
      } catch (error) {
        prepared = false;
        const reason = error instanceof Error ? error.message : String(error);
        if (reason !== failure) this.warn(RED._('cradle-statistics.errors.away', { reason }));
        failure = reason;
        this.status({ fill: 'red', shape: 'ring', text: RED._('cradle-statistics.status.away') });
        if (isStale(readAt, now)) for (const cradle of cradles) statistics.tell(cradle, UNKNOWN_PRESENT);
      }
    };
    const run = () => {
      running ??= summarise().finally(() => {
        running = undefined;
      });
    };
    const timer = setInterval(run, (Number(config.interval) || DEFAULT_INTERVAL) * 1000);

    this.on('input', (message: NodeMessage, _send, done) => {
      if (isRuleMessage(message)) {
        const { cradle } = message;
        if (message.kind === 'command' && message.payload.action === 'forget') {
          cradles.delete(cradle);
          touched.forget(cradle);
          statistics.clear(cradle, OWN);
        } else if (isFromCradle(message)) cradles.add(cradle);
      }
      done();
    });
    this.on('close', (closed: () => void) => {
      clearInterval(timer);
      void Promise.resolve(running).then(closed);
    });
  }
  RED.nodes.registerType('cradle-statistics', CradleStatistics);
}
