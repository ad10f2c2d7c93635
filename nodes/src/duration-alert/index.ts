import { commandMessage } from '@smart-cradle/protocol/messages';
import { parseValue } from '@smart-cradle/protocol/parse-message';
import type { Node, NodeAPI, NodeDef, NodeMessage } from 'node-red';
import { keptAlerts } from '../alert/alert-keeper.ts';
import { alertStatus } from '../shared/alert-status.ts';
import { houseLanguage, rulesClock } from '../shared/environment.ts';
import { migrateConfig } from '../shared/migrate-config.ts';
import { isRuleMessage, isTick } from '../shared/rule-message.ts';
import { stateFile } from '../shared/state-file.ts';
import { statusLine } from '../shared/status-line.ts';
import { checkConfig } from './alert-config.ts';
import { DurationAlert } from './duration-alert.ts';
import { migrations } from './migrations.ts';

/** A message that is about no cradle. */
interface AnyMessage extends NodeMessage {
  /** What somebody does with the alert of `topic`. */
  command?: unknown;
  /** Fields of the configuration that shall change. */
  configure?: unknown;
}

/** Node-RED: duration alert. Output 1: the alert's state; output 2: what just happened; output 3: ticks. */
export default function register(RED: NodeAPI): void {
  function DurationAlertNode(this: Node, config: NodeDef): void {
    RED.nodes.createNode(this, config);
    const clock = rulesClock();
    const userDirectory = RED.settings.userDir ?? '.';
    let alert: DurationAlert;
    try {
      alert = new DurationAlert({
        config: checkConfig(migrateConfig({ ...config }, migrations)),
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
    const line = statusLine(this, () => alertStatus(RED, 'duration-alert', alert.keeper, clock));
    const takeAny = (message: AnyMessage) => {
      const key = message.topic || 'default';
      if (message.command !== undefined) {
        const command = parseValue(commandMessage, message.command);
        if (!command.ok) throw new Error(command.reason);
        alert.command(key, command.value);
      } else alert.takeValue(key, RED.util.getMessageProperty(message, alert.config.property));
    };
    this.on('input', (message: AnyMessage, send, done) => {
      try {
        if (isTick(message)) {
          alert.keeper.tick();
          send([null, null, message]);
        } else if (message.configure !== undefined) alert.configure(message.configure);
        else if (isRuleMessage(message)) alert.take(message);
        else if (alert.config.reading === 'any') takeAny(message);
      } catch (error) {
        done(error instanceof Error ? error : new Error(String(error)));
        return;
      }
      line.changed();
      done();
    });
    const started = setImmediate(() => {
      alert.keeper.start();
      line.changed();
    });
    this.on('close', () => {
      clearImmediate(started);
      alert.keeper.stop();
      line.close();
    });
  }
  RED.nodes.registerType('duration-alert', DurationAlertNode);
}
