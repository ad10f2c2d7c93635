declare module 'node-red-node-test-helper' {
  import type { Node, NodeAPI } from 'node-red';

  /** The part of the package's interface that the palette's tests use. */
  interface NodeTestHelper {
    settings(settings: { userDir: string }): void;
    load(nodes: ((RED: NodeAPI) => void)[], flow: object[]): Promise<void>;
    unload(): Promise<void>;
    getNode(id: string): Node;
  }
  const helper: NodeTestHelper;
  export default helper;
}
