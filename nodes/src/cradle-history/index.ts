import { join } from 'node:path';
import type { AlertType } from '@smart-cradle/protocol/alerts';
import type { Node, NodeAPI, NodeDef, NodeMessage } from 'node-red';
import { z } from 'zod';
import { AlertKeeper, keptAlerts } from '../alert/alert-keeper.ts';
import { historyDatabase } from '../cradle-influxdb/influx-client.ts';
import type { InfluxNode } from '../cradle-influxdb/influx-node.ts';
import { isLiveMessage, readLive } from '../history/live-fields.ts';
import { isPointMessage } from '../history/points.ts';
import { ChangedStatistics } from '../history/statistic-messages.ts';
import { houseLanguage } from '../shared/environment.ts';
import { isAlertOutput, isEventOutput } from '../shared/flow-message.ts';
import { isRuleMessage, isTick } from '../shared/rule-message.ts';
import { createRulesClock } from '../shared/rules-clock.ts';
import { stateFile } from '../shared/state-file.ts';
import { DiskQueue } from './disk-queue.ts';
import { BATCH_POINTS, HistoryRecorder } from './history-recorder.ts';

interface Config extends NodeDef {
  /** The id of the cradle-influxdb configuration node. */
  server: string;
  /** Seconds of failed writing until the alert is raised. */
  alertAfter: string;
  /** MB that are kept on disk while the database is away. */
  queueMegabytes: string;
}

const DEFAULT_QUEUE_MEGABYTES = 64;
const DEFAULT_ALERT_AFTER = 60;
/** Milliseconds from one raised alert to the next. */
const BLOCKING = 300_000;
/** Milliseconds between two writes. */
const INTERVAL = 1000;
/** Milliseconds that a loss is told of: until somebody is awake. */
const TOLD_FOR = 24 * 3_600_000;
/** Writes between two statistics. */
const STATISTICS_EVERY = 30;

/** Points that are lost, and when the last of them; milliseconds since 1970 UTC. */
const keptLoss = z.object({ at: z.number(), points: z.number() });

type Done = (error?: Error) => void;

/**
 * Node-RED: cradle history. Output 1: the states of the alerts `history_offline` and `history_lost`; output 2: what just
 * happened; output 3: how the writing goes, as statistics. A message is done, as a complete node sees it, when it is on
 * disk.
 */
export default function register(RED: NodeAPI): void {
  function CradleHistory(this: Node, config: Config): void {
    RED.nodes.createNode(this, config);
    const server = RED.nodes.getNode(config.server) as InfluxNode | null;
    if (!server) {
      this.status({ fill: 'red', shape: 'ring', text: RED._('cradle-history.status.noServer') });
      this.error(RED._('cradle-history.errors.noServer'));
      return;
    }
    const userDir = RED.settings.userDir ?? '.';
    const now = () => Date.now();
    const recorder = new HistoryRecorder({
      queue: new DiskQueue(join(userDir, 'smart-cradle', `${this.id}-queue`), {
        maxBytes: (Number(config.queueMegabytes) || DEFAULT_QUEUE_MEGABYTES) * 1_000_000,
        segmentPoints: BATCH_POINTS,
      }),
      database: historyDatabase(server.client, server.database, server.touched, now),
      now,
      report: (reason) => this.warn(RED._('cradle-history.errors.write', { reason })),
    });
    // The outage of a database is no part of a simulation: its alert counts in real time.
    const clock = createRulesClock();
    const complain = (reason: string) => this.error(reason);
    const keep = (type: AlertType, id: string, duration: number) =>
      new AlertKeeper({
        type,
        clock,
        language: houseLanguage(),
        file: stateFile(userDir, id, keptAlerts.parse, complain),
        timing: () => ({
          duration,
          gap: 0,
          blocking: BLOCKING,
          reminder: Number.POSITIVE_INFINITY,
          acknowledgement: Number.POSITIVE_INFINITY,
        }),
        send: (alert, event) => this.send([alert, event, null]),
      });
    const alertAfter = (Number(config.alertAfter) || DEFAULT_ALERT_AFTER) * 1000;
    const keeper = keep('history_offline', this.id, alertAfter);
    const lossKeeper = keep('history_lost', `${this.id}-lost`, 0);
    const begin = () => {
      keeper.start();
      lossKeeper.start();
    };
    RED.events.once('flows:started', begin);

    const show = () => {
      const { written, waiting, failure } = recorder.state;
      this.status(
        failure === null
          ? { fill: 'green', shape: 'dot', text: RED._('cradle-history.status.written', { count: written }) }
          : {
              fill: 'red',
              shape: 'ring',
              text: RED._('cradle-history.status.waiting', { count: waiting, reason: failure }),
            },
      );
    };

    const lossFile = stateFile(userDir, `${this.id}-loss`, keptLoss.parse, complain);
    let loss = lossFile.load() ?? { at: 0, points: 0 };
    let counted = 0;
    /** The points that are lost, for as long as they are told of. */
    const lost = () => {
      const { dropped } = recorder.state;
      const isTold = now() - loss.at < TOLD_FOR;
      if (dropped > counted) {
        loss = { at: now(), points: (isTold ? loss.points : 0) + dropped - counted };
        counted = dropped;
        lossFile.save(loss);
      }
      return now() - loss.at < TOLD_FOR ? loss.points : 0;
    };

    const statistics = new ChangedStatistics((message) => this.send([null, null, { ...message }]));
    const tell = () => {
      const { cradles, waiting, dropped } = recorder.state;
      for (const cradle of cradles) {
        statistics.tell(cradle, { history_queue: waiting, history_dropped: dropped });
      }
    };

    /** Messages whose row is not on disk yet, with the second that they came in. */
    let open: { second: number; done: Done }[] = [];
    let turns = 0;
    const store = async () => {
      const second = Math.floor(now() / 1000);
      await recorder.store();
      if (recorder.isStored) {
        const stored = open.filter((one) => one.second < second);
        open = open.filter((one) => one.second >= second);
        for (const { done } of stored) done();
      }
      void recorder.drain().then(show);
      const { cradles, failure, dropped } = recorder.state;
      const points = lost();
      for (const cradle of cradles) {
        keeper.observe(cradle, failure !== null, { value: dropped, threshold: 0, simulated: false });
        lossKeeper.observe(cradle, points > 0, { value: points, threshold: 0, simulated: false });
      }
      if (turns++ % STATISTICS_EVERY === 0) tell();
    };
    const timer = setInterval(() => void store(), INTERVAL);

    this.on('input', (message: NodeMessage, _send, done) => {
      if (isAlertOutput(message)) recorder.takeAlert(message.cradle, message.payload);
      else if (isPointMessage(message)) recorder.takePoint(message.payload);
      else if (isRuleMessage(message) && !isEventOutput(message)) {
        recorder.takeMessage(message);
        if (message.kind === 'command') {
          const { action } = message.payload;
          if (action === 'resolve' && message.payload.type === 'history_lost') {
            loss = { at: 0, points: 0 };
            lossFile.save(loss);
          }
          keeper.command(message.cradle, message.payload);
          lossKeeper.command(message.cradle, message.payload);
        }
        if (message.kind === 'command' && message.payload.action === 'forget') {
          statistics.clear(message.cradle, ['history_queue', 'history_dropped']);
        }
      } else if (isLiveMessage(message)) {
        const live = readLive(message);
        if (!live.ok) {
          done(new Error(`${message.topic}: ${live.reason}`));
          return;
        }
        if ('fields' in live) recorder.takeFields(live.cradle, live.fields);
        else recorder.takeRocking(live.cradle, live.rocking);
      } else if (!isTick(message) && !isEventOutput(message)) {
        done(new Error(RED._('cradle-history.errors.message')));
        return;
      }
      open.push({ second: Math.floor(now() / 1000), done });
    });
    this.on('close', (closed: () => void) => {
      RED.events.removeListener('flows:started', begin);
      clearInterval(timer);
      keeper.stop();
      lossKeeper.stop();
      void recorder.close().then(() => {
        if (recorder.isStored) for (const { done } of open) done();
        closed();
      });
    });
  }
  RED.nodes.registerType('cradle-history', CradleHistory);
}
