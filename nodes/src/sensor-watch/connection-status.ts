import { z } from 'zod';

/** What Node-RED's status node tells of an mqtt node. */
const status = z.looseObject({ status: z.looseObject({ fill: z.string().optional(), text: z.string() }) });

/** Whether the broker is connected, from the status of an mqtt node; undefined when the message tells nothing of it. */
export function readConnection(message: object): boolean | undefined {
  const parsed = status.safeParse(message);
  if (!parsed.success) return undefined;
  const { text } = parsed.data.status;
  if (/(^|\.)connected$/.test(text)) return true;
  return /(^|\.)(disconnected|connecting)$/.test(text) ? false : undefined;
}
