import type { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Node, NodeAPI, NodeMessage } from 'node-red';
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
  /** Texts of the warnings and errors that the node has logged. */
  complaints: string[];
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

/** The test helper tells each call of a node's own methods as an event. */
function calls(node: Node, method: string, hear: (argument: unknown) => void): void {
  const emitter: EventEmitter = node;
  emitter.on(`call:${method}`, (call: { args: unknown[] }) => hear(call.args[0]));
}

/**
 * Starts one node with a flow that listens at each of its outputs.
 *
 * @param config The node's fields, without id, type and wires.
 */
export async function runNode(
  register: (RED: NodeAPI) => void,
  type: string,
  config: object,
  outputCount: number,
): Promise<RunningNode> {
  const userDir = mkdtempSync(join(tmpdir(), 'smart-cradle-nodes-'));
  const outputs: object[][] = Array.from({ length: outputCount }, () => []);
  const complaints: string[] = [];
  let status: RunningStatus = {};
  const listeners = outputs.map((_, index) => `output${index}`);
  const flow = [
    { id: 'flow', type: 'tab' },
    { ...config, id: 'node', type, z: 'flow', wires: listeners.map((id) => [id]) },
    ...listeners.map((id) => ({ id, type: 'helper', z: 'flow', wires: [] })),
  ];
  const start = async () => {
    helper.settings({ userDir });
    await letPass(helper.load([register], flow));
    listeners.forEach((id, index) => {
      helper.getNode(id).on('input', (message, _send, done) => {
        outputs[index]?.push(message);
        done();
      });
    });
    const node = helper.getNode('node');
    calls(node, 'status', (shown) => {
      if (typeof shown === 'object' && shown !== null) status = shown;
    });
    for (const level of ['warn', 'error'] as const) {
      calls(node, level, (text) => complaints.push(String(text)));
    }
    await settle();
  };
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', 'performance'],
  });
  await start();
  return {
    outputs,
    complaints,
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
      vi.useRealTimers();
      rmSync(userDir, { recursive: true });
    },
  };
}
