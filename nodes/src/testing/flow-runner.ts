import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NodeAPI, NodeMessage } from 'node-red';
import helper from 'node-red-node-test-helper';
import { vi } from 'vitest';

interface RunningStatus {
  fill?: string;
  shape?: string;
  text?: string;
}

/** One node of the palette, running inside Node-RED's own runtime, with what comes out of it. */
export interface RunningNode {
  /** What came out, by output. */
  outputs: object[][];
  /** Node-RED's user directory. */
  readonly userDir: string;
  /** Texts of the warnings and errors that the node has logged since its last start. */
  readonly complaints: string[];
  /** The last status under the node. */
  status(): RunningStatus;
  receive(message: NodeMessage): Promise<void>;
  /** Lets the rules' clock run, in milliseconds. */
  pass(milliseconds: number): Promise<void>;
  /** Stops it and starts it again on the same user directory, as a restart of Node-RED does. */
  restart(): Promise<void>;
  /** Stops it and deletes its user directory. */
  end(): Promise<void>;
}

/** Node-RED hands messages on by setImmediate, once for each node on the way. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 4; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** Node-RED waits for timers while it starts and stops: they are let run until it is done. */
async function letPass(work: Promise<void>): Promise<void> {
  let done = false;
  const end = work.finally(() => {
    done = true;
  });
  while (!done) {
    await vi.advanceTimersByTimeAsync(1);
    await settle();
  }
  await end;
}

/** What the node has logged as a warning or an error since the last start. */
function complaintsOf(log: ReturnType<typeof helper.log>): string[] {
  return log.args.flatMap(([{ id, level, msg }]) =>
    id === 'node' && (level === log.ERROR || level === log.WARN) ? [String(msg)] : [],
  );
}

/**
 * Starts one node with a flow that listens at each of its outputs.
 *
 * @param config The node's fields, without id, type and wires.
 * @param others Configuration nodes that it uses.
 */
export async function runNode(
  register: (RED: NodeAPI) => void,
  type: string,
  config: object,
  outputCount: number,
  others: readonly { register: (RED: NodeAPI) => void; node: { id: string; type: string } }[] = [],
): Promise<RunningNode> {
  const userDir = mkdtempSync(join(tmpdir(), 'smart-cradle-nodes-'));
  const outputs: object[][] = Array.from({ length: outputCount }, () => []);
  let status: RunningStatus = {};
  const listeners = outputs.map((_, index) => `output${index}`);
  const flow = [
    { id: 'flow', type: 'tab' },
    ...others.map((other) => other.node),
    { ...config, id: 'node', type, z: 'flow', wires: listeners.map((id) => [id]) },
    ...listeners.map((id) => ({ id, type: 'helper', z: 'flow', wires: [] })),
  ];
  const start = async () => {
    helper.settings({ userDir });
    // Before the node itself hears that the flows have started, so that what it says then is heard.
    helper._events.prependOnceListener('flows:started', () => {
      listeners.forEach((id, index) => {
        helper.getNode(id).on('input', (message, _send, done) => {
          outputs[index]?.push(message);
          done();
        });
      });
    });
    await letPass(helper.load([register, ...others.map((other) => other.register)], flow));
    await settle();
  };
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', 'performance', 'hrtime'],
  });
  // Heard from the beginning: a node may complain while it is being made.
  const onStatus = (told: { id: string; status: RunningStatus }) => {
    if (told.id === 'node') status = told.status;
  };
  helper._events.on('node-status', onStatus);
  await start();
  return {
    outputs,
    userDir,
    get complaints() {
      return complaintsOf(helper.log());
    },
    status: () => status,
    async receive(message) {
      helper.getNode('node').receive(message);
      await settle();
    },
    async pass(milliseconds) {
      await vi.advanceTimersByTimeAsync(milliseconds);
      await settle();
    },
    async restart() {
      await letPass(helper.unload());
      await start();
    },
    async end() {
      await letPass(helper.unload());
      helper._events.off('node-status', onStatus);
      vi.useRealTimers();
      rmSync(userDir, { recursive: true });
    },
  };
}
