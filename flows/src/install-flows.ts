import { createHash } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type { Environment } from './config.ts';
import { type Credentials, decryptCredentials, encryptCredentials } from './credentials-file.ts';
import { type FlowNode, mergeFlows, type OwnFlow } from './merge-flows.ts';
import { CREDENTIALS_FILE, FLOW_FILE } from './settings.ts';

const FLOWS = join(import.meta.dirname, '..', 'flows');
/** The id of the broker node in flows/rules.json. */
export const BROKER_ID = 'smart-cradle-broker';
/** Remembers which version of ours stands in the flow file. */
const MARK_FILE = '.smart-cradle-flows';

type FlowName = 'rules' | 'history' | 'notifications';

/** The credentials of our nodes, by id: names of variables, no secrets. */
const OWN_CREDENTIALS: Credentials = {
  [BROKER_ID]: { user: '${MQTT_USERNAME}', password: '${MQTT_PASSWORD}' },
  'sc-history-database': { username: '${INFLUX_USERNAME}', password: '${INFLUX_PASSWORD}' },
  'sc-history-query': { token: '${SMART_CRADLE_HISTORY_TOKEN}' },
  'sc-history-export': { token: '${SMART_CRADLE_HISTORY_TOKEN}' },
  'sc-history-pictures': { token: '${SMART_CRADLE_HISTORY_TOKEN}' },
  'sc-home-assistant': { host: '${HA_URL}', access_token: '${HA_TOKEN}' },
};

/** Our flows, by the name of their file. */
export async function readOwnFlows(): Promise<Record<FlowName, OwnFlow>> {
  const read = async (name: FlowName) =>
    JSON.parse(await readFile(join(FLOWS, `${name}.json`), 'utf8')) as OwnFlow;
  const [rules, history, notifications] = await Promise.all([
    read('rules'),
    read('history'),
    read('notifications'),
  ]);
  return { rules, history, notifications };
}

/** Which of our flows shall run, and a sentence for each that is left out. */
export function chooseFlows(env: Pick<Environment, 'INFLUX_HOST' | 'HA_URL'>): {
  wanted: FlowName[];
  leftOut: string[];
} {
  const wanted: FlowName[] = ['rules'];
  const leftOut: string[] = [];
  if (env.INFLUX_HOST) wanted.push('history');
  else leftOut.push('History is off: INFLUX_HOST is not set. Readings and alerts are not stored.');
  if (env.HA_URL) wanted.push('notifications');
  else leftOut.push('Notifications are off: HA_URL and HA_TOKEN are not set. No phone is told of an alert.');
  return { wanted, leftOut };
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new Error(`${path} cannot be read: ${error instanceof Error ? error.message : error}`);
  }
}

function isFlowFile(content: unknown): content is FlowNode[] {
  return Array.isArray(content) && content.every((node) => typeof node?.id === 'string');
}

/**
 * Brings our flows into the user directory. Nothing is written while the version of ours that stands there is the
 * current one, so that edits in the editor last until an update; the file before an update is kept as a backup.
 *
 * @returns What was done, in sentences for the log.
 * @throws Error when a file is there but broken: it is the user's, and is not overwritten.
 */
export async function installFlows(env: Environment): Promise<string[]> {
  const userDir = env.NODE_RED_USER_DIR;
  await mkdir(userDir, { recursive: true });
  const own = await readOwnFlows();
  const { wanted, leftOut } = chooseFlows(env);
  const flows = wanted.map((name) => own[name]);
  const mark = createHash('sha256').update(JSON.stringify(flows)).digest('hex');

  const flowFile = join(userDir, FLOW_FILE);
  const said = [...leftOut, ...(await installCredentials(env))];
  const installed = await readJson(flowFile);
  const before = await readFile(join(userDir, MARK_FILE), 'utf8').catch(() => '');
  if (installed !== undefined && before === mark) return said;
  if (installed !== undefined && !isFlowFile(installed)) {
    throw new Error(`${flowFile} is no Node-RED flow file. Move it away, and start again.`);
  }
  if (installed) await copyFile(flowFile, `${flowFile}.before-update`);
  const merged = mergeFlows(installed ?? [], Object.values(own), flows);
  await writeFileAtomic(flowFile, `${JSON.stringify(merged, null, 4)}\n`, { mode: 0o600 });
  await writeFileAtomic(join(userDir, MARK_FILE), mark);
  return [...said, installed ? 'Our flows were updated; your own tabs stay.' : 'Our flows were installed.'];
}

/** The credentials in our flows name variables only; the user's own stay as they are. */
async function installCredentials(env: Environment): Promise<string[]> {
  const file = join(env.NODE_RED_USER_DIR, CREDENTIALS_FILE);
  const content = await readJson(file);
  const installed = content === undefined ? {} : decryptCredentials(content, env.NODE_RED_CREDENTIAL_SECRET);
  const said: string[] = [];
  if (!installed) {
    const kept = `${file}.unreadable-${(await readdir(env.NODE_RED_USER_DIR)).length}`;
    await copyFile(file, kept);
    said.push(
      `The credentials of your own nodes cannot be read with NODE_RED_CREDENTIAL_SECRET; kept in ${kept}.`,
    );
  }
  const merged = { ...installed, ...OWN_CREDENTIALS };
  if (installed && JSON.stringify(merged) === JSON.stringify(installed)) return said;
  const encrypted = encryptCredentials(merged, env.NODE_RED_CREDENTIAL_SECRET);
  await writeFileAtomic(file, `${JSON.stringify(encrypted)}\n`, { mode: 0o600 });
  return said;
}
