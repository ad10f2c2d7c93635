import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/** Credentials by node id. */
export type Credentials = Record<string, Record<string, string>>;

/** The file as Node-RED writes it: 32 hexadecimal digits of the initialisation vector, then base64. */
interface EncryptedFile {
  $: string;
}

const IV_DIGITS = 32;
const ALGORITHM = 'aes-256-ctr';

function keyOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** What Node-RED decrypts with `credentialSecret`. */
export function encryptCredentials(credentials: Credentials, secret: string): EncryptedFile {
  const iv = randomBytes(IV_DIGITS / 2);
  const cipher = createCipheriv(ALGORITHM, keyOf(secret), iv);
  const text = cipher.update(JSON.stringify(credentials), 'utf8', 'base64') + cipher.final('base64');
  return { $: iv.toString('hex') + text };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The content of Node-RED's credentials file.
 * @returns undefined when the secret is not the one that it was written with.
 */
export function decryptCredentials(file: unknown, secret: string): Credentials | undefined {
  if (!isRecord(file)) return undefined;
  const encrypted = file.$;
  if (typeof encrypted !== 'string') return file as Credentials;
  const iv = Buffer.from(encrypted.slice(0, IV_DIGITS), 'hex');
  if (iv.length !== IV_DIGITS / 2) return undefined;
  const decipher = createDecipheriv(ALGORITHM, keyOf(secret), iv);
  try {
    const text = decipher.update(encrypted.slice(IV_DIGITS), 'base64', 'utf8') + decipher.final('utf8');
    const content: unknown = JSON.parse(text);
    return isRecord(content) ? (content as Credentials) : undefined;
  } catch {
    return undefined;
  }
}
