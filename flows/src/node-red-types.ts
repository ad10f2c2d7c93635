import type {} from '@node-red/runtime';

declare module '@node-red/runtime' {
  /** What @types/node-red__runtime leaves out. */
  interface InternalNodesModule {
    /** A running node, or null. */
    getNode(id: string): { connected?: unknown } | null;
  }
}
