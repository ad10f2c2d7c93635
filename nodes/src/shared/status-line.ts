import type { Node, NodeStatus } from 'node-red';

/** Milliseconds between two changes of the status under a node: a reading a millisecond must not make one each. */
const INTERVAL = 1000;

/** The status under a node. */
export interface StatusLine {
  /** Something may have changed. */
  changed(): void;
  close(): void;
}

/** Shows a change at once, and those that follow it once a second. */
export function statusLine(node: Node, make: () => NodeStatus): StatusLine {
  let timer: NodeJS.Timeout | undefined;
  let dirty = false;
  let shown = '';
  const show = () => {
    const status = make();
    const text = JSON.stringify(status);
    if (text === shown) return;
    shown = text;
    node.status(status);
  };
  const rest = () => {
    timer = undefined;
    if (!dirty) return;
    dirty = false;
    show();
    timer = setTimeout(rest, INTERVAL);
  };
  return {
    changed() {
      if (timer) {
        dirty = true;
        return;
      }
      show();
      timer = setTimeout(rest, INTERVAL);
    },
    close: () => clearTimeout(timer),
  };
}
