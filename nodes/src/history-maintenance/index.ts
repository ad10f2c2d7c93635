import { join } from 'node:path';
import type { AlertType } from '@smart-cradle/protocol/alerts';
import type { Node, NodeAPI, NodeDef, NodeMessage } from 'node-red';
import { AlertKeeper, keptAlerts } from '../alert/alert-keeper.ts';
import type { InfluxNode } from '../cradle-influxdb/influx-node.ts';
import { backUp } from '../history/backup.ts';
import { DailyWork, keptRuns } from '../history/daily-work.ts';
import { cleanUp } from '../history/maintenance.ts';
import { picturesFolder, removePictures } from '../history/pictures.ts';
import { ChangedStatistics } from '../history/statistic-messages.ts';
import { houseLanguage } from '../shared/environment.ts';
import { isFromCradle, isRuleMessage } from '../shared/rule-message.ts';
import { createRulesClock } from '../shared/rules-clock.ts';
import { stateFile } from '../shared/state-file.ts';

interface Config extends NodeDef {
  /** The id of the cradle-influxdb configuration node. */
  server: string;
  /** Where the pictures are; empty: in Node-RED's user directory. */
  folder: string;
}

/** Milliseconds between two looks at the clock. */
const INTERVAL = 30_000;
/** Milliseconds that the database may take to say that it is there. */
const ANSWER_WITHIN = 5_000;
/** Milliseconds from one raised alert to the next. */
const BLOCKING = 300_000;

/**
 * Node-RED: history maintenance. Output 1: statistics, for the broker; output 2: the states of the alerts `backup_failed`
 * and `disk_full`; output 3: what just happened to them.
 */
export default function register(RED: NodeAPI): void {
  function HistoryMaintenance(this: Node, config: Config): void {
    RED.nodes.createNode(this, config);
    const server = RED.nodes.getNode(config.server) as InfluxNode | null;
    if (!server) {
      this.status({ fill: 'red', shape: 'ring', text: RED._('history-maintenance.status.noServer') });
      this.error(RED._('history-maintenance.errors.noServer'));
      return;
    }
    const userDir = RED.settings.userDir ?? '.';
    const pictures = picturesFolder(config.folder, userDir);
    const backups = join(userDir, 'smart-cradle', 'backups');
    const complain = (reason: string) => this.error(reason);
    let failure: string | null = null;
    const work = new DailyWork({
      file: stateFile(userDir, this.id, keptRuns.parse, complain),
      now: () => Date.now(),
      backUp: async (now) => (await backUp(server.address, backups, now)).points,
      cleanUp: (now) => cleanUp(server.client, { pictures, backups }, now),
      removePictures: (now) => removePictures(pictures, now),
      folders: [pictures, userDir],
      isAnswering: async () => {
        const [host] = await server.client.ping(ANSWER_WITHIN).catch(() => []);
        return host?.online ?? false;
      },
      backedUp: (points) => {
        failure = null;
        this.log(RED._('history-maintenance.log.backedUp', { points }));
      },
      cleanedUp: (removed) => {
        failure = null;
        const count = removed.pictures.old + removed.pictures.early;
        const removedBackups = removed.backups.length;
        this.log(RED._('history-maintenance.log.cleanedUp', { pictures: count, backups: removedBackups }));
      },
      failed: (reason) => {
        failure = reason;
        this.error(RED._('history-maintenance.errors.failed', { reason }));
      },
    });

    // Disks and backups are no part of a simulation: their alerts count in real time.
    const clock = createRulesClock();
    const keep = (type: AlertType, id: string, duration: number) =>
      new AlertKeeper({
        type,
        clock,
        language: houseLanguage(),
        file: stateFile(userDir, `${this.id}-${id}`, keptAlerts.parse, complain),
        timing: () => ({
          duration,
          gap: 0,
          blocking: BLOCKING,
          reminder: Number.POSITIVE_INFINITY,
          acknowledgement: Number.POSITIVE_INFINITY,
        }),
        send: (alert, event) => this.send([null, alert, event]),
      });
    const backupAlert = keep('backup_failed', 'backup', 0);
    const diskAlert = keep('disk_full', 'disk', 0);

    const cradles = new Set<string>();
    const statistics = new ChangedStatistics((message) => this.send([{ ...message }, null, null]));
    const tell = () => {
      const iso = (time: number | null) => (time === null ? null : new Date(time).toISOString());
      const { backup: ran, cleanup } = work.lastRuns;
      const { backup, disk } = work.upkeep;
      for (const cradle of cradles) {
        statistics.tell(cradle, { last_backup: iso(ran), last_cleanup: iso(cleanup) });
        backupAlert.observe(cradle, backup.bad, {
          value: backup.reason,
          threshold: backup.hours,
          simulated: false,
        });
        diskAlert.observe(cradle, disk.bad, { value: disk.days, threshold: 0, simulated: false });
      }
      if (disk.bad) {
        const text = RED._('history-maintenance.status.diskFull', { days: disk.days });
        this.status({ fill: 'red', shape: 'ring', text });
      } else if (failure === null) {
        const backedUp = ran === null ? '–' : new Date(ran).toLocaleString();
        const text = RED._('history-maintenance.status.ran', { backup: backedUp });
        this.status({ fill: 'green', shape: 'dot', text });
      } else {
        const text = RED._('history-maintenance.status.failed', { reason: failure });
        this.status({ fill: 'red', shape: 'ring', text });
      }
    };
    const begin = () => {
      backupAlert.start();
      diskAlert.start();
    };
    RED.events.once('flows:started', begin);

    let running: Promise<void> | undefined;
    const timer = setInterval(() => {
      running ??= work
        .run()
        .then(tell)
        .finally(() => {
          running = undefined;
        });
    }, INTERVAL);

    this.on('input', (message: NodeMessage, _send, done) => {
      if (isRuleMessage(message)) {
        const { cradle } = message;
        if (message.kind === 'command') {
          backupAlert.command(cradle, message.payload);
          diskAlert.command(cradle, message.payload);
        }
        if (message.kind === 'command' && message.payload.action === 'forget') {
          cradles.delete(cradle);
          statistics.clear(cradle, ['last_backup', 'last_cleanup']);
        } else if (isFromCradle(message) && !cradles.has(cradle)) {
          cradles.add(cradle);
          tell();
        }
      }
      done();
    });
    this.on('close', (closed: () => void) => {
      RED.events.removeListener('flows:started', begin);
      clearInterval(timer);
      backupAlert.stop();
      diskAlert.stop();
      void Promise.resolve(running).then(closed);
    });
  }
  RED.nodes.registerType('history-maintenance', HistoryMaintenance);
}
