import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { cradleUuid } from '@smart-cradle/protocol/cradle-uuid';
import { explainIssues } from '@smart-cradle/protocol/parse-message';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';

const secret = z.string().min(16);

/** Made at random at the first start, and kept: a second start finds everything as it was. */
const schema = z.object({
  uuid: cradleUuid,
  mqtt: z.object({ agent: secret, rules: secret, homeAssistant: secret, person: secret }),
  nodeRed: z.object({ password: secret, credentialSecret: secret, historyToken: secret }),
  influx: z.object({ admin: secret, person: secret }),
  homeAssistant: z.object({
    password: secret,
    /** Long-lived access tokens; absent until Home Assistant has been set up. */
    token: z.string().optional(),
    nodeRedToken: z.string().optional(),
    /** Says with which broker Home Assistant was connected, which it tells nobody. */
    brokerMark: z.string().optional(),
  }),
});

export type Credentials = z.output<typeof schema>;

/** 24 characters of letters, digits, `-` and `_`: 144 bits. */
const password = () => randomBytes(18).toString('base64url');

export function makeCredentials(): Credentials {
  return {
    uuid: `cradle-${randomBytes(4).toString('hex')}`,
    mqtt: { agent: password(), rules: password(), homeAssistant: password(), person: password() },
    nodeRed: { password: password(), credentialSecret: password(), historyToken: password() },
    influx: { admin: password(), person: password() },
    homeAssistant: { password: password() },
  };
}

/** Every secret value, for keeping it out of logs. */
export function secretsOf({ mqtt, nodeRed, influx, homeAssistant }: Credentials): string[] {
  return [mqtt, nodeRed, influx, homeAssistant].flatMap((part) =>
    Object.values(part as Record<string, string | undefined>).filter((value) => value !== undefined),
  );
}

export async function saveCredentials(file: string, credentials: Credentials): Promise<void> {
  await writeFileAtomic(file, `${JSON.stringify(credentials, null, 2)}\n`, { mode: 0o600 });
}

/**
 * Those of the last start, or new ones.
 * @throws Error when the file is there but broken: what it belongs to could not be opened with others.
 */
export async function loadCredentials(file: string): Promise<Credentials> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    const made = makeCredentials();
    await saveCredentials(file, made);
    return made;
  }
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw new Error(`${file} is not JSON: put it back from a backup, or start with another --data folder.`);
  }
  const result = schema.safeParse(content);
  if (result.success) return result.data;
  throw new Error(
    `${file} is broken (${explainIssues(result.error, undefined)}): start with another --data folder.`,
  );
}
