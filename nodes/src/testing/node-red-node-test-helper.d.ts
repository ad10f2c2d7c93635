declare module 'node-red-node-test-helper' {
  import type { EventEmitter } from 'node:events';
  import type { Node, NodeAPI } from 'node-red';

  /** The part of the package's interface that the palette's tests use. */
  interface NodeTestHelper {
    settings(settings: { userDir: string }): void;
    load(nodes: ((RED: NodeAPI) => void)[], flow: object[]): Promise<void>;
    unload(): Promise<void>;
    getNode(id: string): Node;
    /** A spy on Node-RED's log, since the last load. */
    log(): { args: [{ id?: string; level: number; msg?: unknown }][]; ERROR: number; WARN: number };
    /** Node-RED's own events, of which the status of a node is one. */
    _events: EventEmitter;
  }
  const helper: NodeTestHelper;
  export default helper;
}
