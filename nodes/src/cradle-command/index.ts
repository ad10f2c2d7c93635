import type { Node, NodeAPI, NodeDef, NodeMessage } from 'node-red';
import { commandOf } from './command-message.ts';

interface Config extends NodeDef {
  /** UUID; empty: `msg.cradle` says. */
  cradle: string;
  /** Empty: `msg.payload.action` says. */
  action: string;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !Buffer.isBuffer(value);
}

/** Node-RED: cradle command. Its output goes to an mqtt out node. */
export default function register(RED: NodeAPI): void {
  function CradleCommand(this: Node, config: Config): void {
    RED.nodes.createNode(this, config);
    this.on('input', (message: NodeMessage & { cradle?: unknown }, send, done) => {
      const fields = isRecord(message.payload) ? message.payload : {};
      const command = commandOf({
        cradle: config.cradle || message.cradle,
        action: config.action || fields.action,
        fields,
      });
      if (!command.ok) {
        this.status({ fill: 'red', shape: 'ring', text: command.reason });
        done(new Error(command.reason));
        return;
      }
      this.status({ fill: 'green', shape: 'dot', text: command.value.topic });
      send({ ...message, ...command.value });
      done();
    });
  }
  RED.nodes.registerType('cradle-command', CradleCommand);
}
