/** What the health endpoint answers. */
export interface Health {
  ready: boolean;
  /** Why it is not ready, in English. */
  reason?: string;
}

/** As much of Node-RED's broker node as is read here. */
interface Connection {
  connected?: unknown;
}

/** @param broker The broker's configuration node; undefined while the flows do not run. */
export function healthOf(flowsRun: boolean, broker: Connection | undefined): Health {
  if (!flowsRun) return { ready: false, reason: 'the flows do not run yet' };
  if (broker?.connected !== true) return { ready: false, reason: 'the MQTT broker is not connected' };
  return { ready: true };
}
