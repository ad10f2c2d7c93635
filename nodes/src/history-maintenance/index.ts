import { join } from 'node:path';
import type { Node, NodeAPI, NodeDef, NodeMessage } from 'node-red';
import { z } from 'zod';
import type { InfluxNode } from '../cradle-influxdb/influx-node.ts';
import { backUp } from '../history/backup.ts';
import { BACKUP_HOUR, CLEANUP_HOUR, cleanUp, isDue } from '../history/maintenance.ts';
import { picturesFolder } from '../history/pictures.ts';
import { ChangedStatistics } from '../history/statistic-messages.ts';
import { isRuleMessage } from '../shared/rule-message.ts';
import { stateFile } from '../shared/state-file.ts';

interface Config extends NodeDef {
  /** The id of the cradle-influxdb configuration node. */
  server: string;
  /** Where the pictures are; empty: in Node-RED's user directory. */
  folder: string;
}

/** When what ran last; milliseconds since 1970 UTC. */
const kept = z.object({
  backup: z.number(),
  cleanup: z.number(),
  /** Whether the first of each has happened: until then these are the moments of the installation. */
  backedUp: z.boolean(),
  cleanedUp: z.boolean(),
});

/** Milliseconds between two looks at the clock. */
const INTERVAL = 30_000;
/** Milliseconds until a failed work is tried again. */
const RETRY = 900_000;

/** Node-RED: history maintenance. Output: statistics, for the broker. */
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
    const folders = {
      pictures: picturesFolder(config.folder, userDir),
      backups: join(userDir, 'smart-cradle', 'backups'),
    };
    const file = stateFile(userDir, this.id, kept.parse, (reason) => this.error(reason));
    let state = file.load();
    if (!state) {
      const now = Date.now();
      state = { backup: now, cleanup: now, backedUp: false, cleanedUp: false };
      file.save(state);
    }
    const runs = state;
    const cradles = new Set<string>();
    const statistics = new ChangedStatistics((message) => this.send({ ...message }));
    const tell = () => {
      const iso = (time: number, ran: boolean) => (ran ? new Date(time).toISOString() : null);
      for (const cradle of cradles) {
        statistics.tell(cradle, {
          last_backup: iso(runs.backup, runs.backedUp),
          last_cleanup: iso(runs.cleanup, runs.cleanedUp),
        });
      }
    };

    let retryAt = 0;
    let running: Promise<void> | undefined;
    const work = async () => {
      const now = Date.now();
      if (now < retryAt) return;
      try {
        if (isDue(BACKUP_HOUR, runs.backup, now)) {
          const { points } = await backUp(server.address, folders.backups, now);
          Object.assign(runs, { backup: now, backedUp: true });
          file.save(runs);
          this.log(RED._('history-maintenance.log.backedUp', { points }));
        }
        if (isDue(CLEANUP_HOUR, runs.cleanup, now)) {
          const { pictures, backups } = await cleanUp(server.client, folders, now);
          Object.assign(runs, { cleanup: now, cleanedUp: true });
          file.save(runs);
          const count = pictures.old + pictures.early;
          this.log(RED._('history-maintenance.log.cleanedUp', { pictures: count, backups: backups.length }));
          if (pictures.early > 0) {
            this.warn(RED._('history-maintenance.errors.diskFull', { days: pictures.early }));
          }
        }
        const backup = runs.backedUp ? new Date(runs.backup).toLocaleString() : '–';
        const text = RED._('history-maintenance.status.ran', { backup });
        this.status({ fill: 'green', shape: 'dot', text });
      } catch (error) {
        retryAt = now + RETRY;
        const reason = error instanceof Error ? error.message : String(error);
        this.error(RED._('history-maintenance.errors.failed', { reason }));
        const text = RED._('history-maintenance.status.failed', { reason });
        this.status({ fill: 'red', shape: 'ring', text });
      }
      tell();
    };
    const timer = setInterval(() => {
      running ??= work().finally(() => {
        running = undefined;
      });
    }, INTERVAL);

    this.on('input', (message: NodeMessage, _send, done) => {
      if (isRuleMessage(message)) {
        const { cradle } = message;
        if (message.kind === 'command' && message.payload.action === 'forget') {
          cradles.delete(cradle);
          statistics.clear(cradle, ['last_backup', 'last_cleanup']);
        } else if (!cradles.has(cradle)) {
          cradles.add(cradle);
          tell();
        }
      }
      done();
    });
    this.on('close', (closed: () => void) => {
      clearInterval(timer);
      void Promise.resolve(running).then(closed);
    });
  }
  RED.nodes.registerType('history-maintenance', HistoryMaintenance);
}
