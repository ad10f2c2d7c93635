import type { Node, NodeAPI, NodeDef, NodeMessage } from 'node-red';
import { keptAlerts } from '../alert/alert-keeper.ts';
import { alertStatus } from '../shared/alert-status.ts';
import { houseLanguage, rulesClock } from '../shared/environment.ts';
import { isRuleMessage, isTick } from '../shared/rule-message.ts';
import { stateFile } from '../shared/state-file.ts';
import { statusLine } from '../shared/status-line.ts';
import { readConnection } from './connection-status.ts';
import { SensorWatch } from './sensor-watch.ts';
import { checkWatchConfig, type WatchConfig } from './watch-config.ts';

interface Config extends NodeDef {
  /** Seconds. */
  silence: number | string;
}

/** Node-RED: sensor watch. Output 1: the alerts' states; output 2: what just happened; output 3: ticks. */
export default function register(RED: NodeAPI): void {
  function SensorWatchNode(this: Node, config: Config): void {
    RED.nodes.createNode(this, config);
    const clock = rulesClock();
    // Readings come once a second of the wall clock, whatever the rules' clock.
    const silenceOf = ({ silence }: WatchConfig) => (silence * 1000) / clock.toWallDuration(1);
    let silence: number;
    try {
      silence = silenceOf(checkWatchConfig({ silence: config.silence }));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.status({ fill: 'red', shape: 'ring', text: reason });
      this.error(reason);
      return;
    }
    const file = (name: string) =>
      stateFile(RED.settings.userDir ?? '.', `${this.id}-${name}`, keptAlerts.parse, (reason) =>
        this.error(reason),
      );
    const watch = new SensorWatch({
      clock,
      language: houseLanguage(),
      files: { agent: file('agent'), sensor: file('sensor'), broker: file('broker') },
      silence,
      send: (state, event) => this.send([state, event, null]),
    });
    const line = statusLine(this, () => {
      if (watch.broker.summary().raised > 0) {
        return { fill: 'red', shape: 'ring', text: RED._('sensor-watch.status.broker') };
      }
      const agent = watch.agent.summary();
      const keeper = agent.raised > 0 || agent.pending.count > 0 ? watch.agent : watch.sensor;
      return alertStatus(RED, 'sensor-watch', keeper, clock);
    });
    this.on('input', (message: NodeMessage & { configure?: unknown }, send, done) => {
      if (isTick(message)) {
        watch.tick();
        send([null, null, message]);
      } else if (message.configure !== undefined) {
        try {
          watch.setSilence(silenceOf(checkWatchConfig(message.configure)));
        } catch (error) {
          done(error instanceof Error ? error : new Error(String(error)));
          return;
        }
      } else if (isRuleMessage(message)) {
        watch.take(message);
      } else {
        const connected = readConnection(message);
        if (connected !== undefined) watch.setConnected(connected);
      }
      line.changed();
      done();
    });
    let each: NodeJS.Timeout | undefined;
    const started = setImmediate(() => {
      watch.start();
      each = setInterval(() => {
        watch.tick();
        line.changed();
      }, clock.toWallDuration(1000));
      line.changed();
    });
    this.on('close', () => {
      clearImmediate(started);
      clearInterval(each);
      line.close();
      watch.stop();
    });
  }
  RED.nodes.registerType('sensor-watch', SensorWatchNode);
}
