/** One entry of a flow file: a tab, a configuration node or a node on a tab (`z`). */
export interface FlowNode {
  id: string;
  type: string;
  z?: string;
  [property: string]: unknown;
}

/** One of our flow files. */
export type OwnFlow = readonly FlowNode[];

/**
 * The user's flow file with ours in it: whatever stands on a tab of ours, or carries an id of ours, is replaced; every
 * other node stays as it is.
 *
 * @param installed What Node-RED has now.
 * @param known Every flow of ours, also those that are left out this time.
 * @param wanted The flows of ours that shall run.
 */
export function mergeFlows(
  installed: readonly FlowNode[],
  known: readonly OwnFlow[],
  wanted: readonly OwnFlow[],
): FlowNode[] {
  const ids = new Set(known.flatMap((flow) => flow.map((node) => node.id)));
  const theirs = installed.filter((node) => !ids.has(node.id) && !(node.z !== undefined && ids.has(node.z)));
  return [...wanted.flat(), ...theirs];
}
