import type { Node, NodeAPI, NodeDef, NodeMessage } from 'node-red';
import { keptAlerts } from '../alert/alert-keeper.ts';
import { alertStatus } from '../shared/alert-status.ts';
import { houseLanguage, rulesClock } from '../shared/environment.ts';
import { isRuleMessage, isTick } from '../shared/rule-message.ts';
import { stateFile } from '../shared/state-file.ts';
import { checkConfig } from './alert-config.ts';
import { DurationAlert } from './duration-alert.ts';

/** Node-RED: duration alert. Output 1: the alert's state; output 2: what just happened; output 3: ticks. */
export default function register(RED: NodeAPI): void {
  function DurationAlertNode(this: Node, config: NodeDef): void {
    RED.nodes.createNode(this, config);
    const clock = rulesClock();
    const userDirectory = RED.settings.userDir ?? '.';
    let alert: DurationAlert;
    try {
      alert = new DurationAlert({
        config: checkConfig(config),
        clock,
        language: houseLanguage(),
        file: stateFile(userDirectory, this.id, keptAlerts.parse, (reason) => this.error(reason)),
        send: (state, event) => this.send([state, event, null]),
      });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.status({ fill: 'red', shape: 'ring', text: reason });
      this.error(reason);
      return;
    }
    const show = () => this.status(alertStatus(RED, 'duration-alert', alert.keeper, clock));
    this.on('input', (message: NodeMessage, send, done) => {
      if (isTick(message)) {
        alert.keeper.tick();
        send([null, null, message]);
      } else if (isRuleMessage(message)) {
        alert.take(message);
      }
      show();
      done();
    });
    const started = setImmediate(() => {
      alert.keeper.start();
      show();
    });
    this.on('close', () => {
      clearImmediate(started);
      alert.keeper.stop();
    });
  }
  RED.nodes.registerType('duration-alert', DurationAlertNode);
}
