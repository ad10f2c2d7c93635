import { join } from 'node:path';
import type { Node, NodeAPI, NodeDef, NodeMessage } from 'node-red';
import { AlertKeeper, keptAlerts } from '../alert/alert-keeper.ts';
import { historyDatabase } from '../cradle-influxdb/influx-client.ts';
import type { InfluxNode } from '../cradle-influxdb/influx-node.ts';
import { houseLanguage } from '../shared/environment.ts';
import { isAlertOutput } from '../shared/flow-message.ts';
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

/** Node-RED: cradle history. Output 1: the state of the alert `history_offline`; output 2: what just happened. */
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
    const recorder = new HistoryRecorder({
      queue: new DiskQueue(join(userDir, 'smart-cradle', `${this.id}-queue`), {
        maxBytes: (Number(config.queueMegabytes) || DEFAULT_QUEUE_MEGABYTES) * 1_000_000,
        segmentPoints: BATCH_POINTS,
      }),
      database: historyDatabase(server.client, server.database),
      now: () => Date.now(),
      report: (reason) => this.warn(RED._('cradle-history.errors.write', { reason })),
    });
    // The outage of a database is no part of a simulation: its alert counts in real time.
    const clock = createRulesClock();
    const keeper = new AlertKeeper({
      type: 'history_offline',
      clock,
      language: houseLanguage(),
      file: stateFile(userDir, this.id, keptAlerts.parse, (reason) => this.error(reason)),
      timing: () => ({
        duration: (Number(config.alertAfter) || DEFAULT_ALERT_AFTER) * 1000,
        gap: 0,
        blocking: BLOCKING,
        reminder: Number.POSITIVE_INFINITY,
        acknowledgement: Number.POSITIVE_INFINITY,
      }),
      send: (alert, event) => this.send([alert, event]),
    });
    const begin = () => keeper.start();
    RED.events.once('flows:started', begin);

    const show = () => {
      const { written, waiting, failure } = recorder.state;
      const kilobytes = Math.ceil(waiting / 1000);
      if (failure === null) {
        this.status({
          fill: 'green',
          shape: 'dot',
          text: RED._('cradle-history.status.written', { count: written }),
        });
      } else {
        this.status({
          fill: 'red',
          shape: 'ring',
          text: RED._('cradle-history.status.waiting', { kilobytes }),
        });
      }
    };
    const timer = setInterval(() => {
      void recorder.flush().then(show);
      const { cradles, failure, dropped } = recorder.state;
      for (const cradle of cradles) {
        keeper.observe(cradle, failure !== null, { value: dropped, threshold: 0, simulated: false });
      }
    }, INTERVAL);

    this.on('input', (message: NodeMessage, _send, done) => {
      if (isAlertOutput(message)) recorder.takeAlert(message.cradle, message.payload);
      else if (isRuleMessage(message)) {
        recorder.takeMessage(message);
        if (message.kind === 'command') keeper.command(message.cradle, message.payload);
      } else if (!isTick(message)) {
        done(new Error(RED._('cradle-history.errors.message')));
        return;
      }
      done();
    });
    this.on('close', (done: () => void) => {
      RED.events.removeListener('flows:started', begin);
      clearInterval(timer);
      keeper.stop();
      void recorder.close().then(done);
    });
  }
  RED.nodes.registerType('cradle-history', CradleHistory);
}
