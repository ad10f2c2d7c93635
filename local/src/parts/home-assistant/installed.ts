import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';

/**
 * A mark beside a folder that says: what belongs there has been put there whole. It is taken away before the first
 * change and written after the last, so that what was interrupted is never taken for finished.
 */
const schema = z.object({
  /** Of all that it was made from. */
  fingerprint: z.string(),
  /** What it gave. */
  value: z.string(),
});

/** One short text for all that something is made from. */
export function fingerprintOf(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/** @returns what was left with the mark, or undefined when it is absent, broken, or of something else. */
export function readMark(file: string, fingerprint: string): string | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
  try {
    const mark = schema.parse(JSON.parse(text));
    return mark.fingerprint === fingerprint ? mark.value : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Makes a folder's content when it is not there whole.
 * @param needed a file without which it is not whole, whatever the mark says
 * @param make is called with nothing in the folder's place; what it returns is left with the mark
 */
export async function makeOnce(
  folder: string,
  fingerprint: string,
  needed: string,
  make: () => Promise<string>,
): Promise<string> {
  const file = `${folder}.done.json`;
  const mark = readMark(file, fingerprint);
  // existsSync follows links: a Python that was taken away from under an environment counts as missing.
  if (mark !== undefined && existsSync(needed)) return mark;
  rmSync(file, { force: true });
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  const value = await make();
  await writeFileAtomic(file, `${JSON.stringify({ fingerprint, value })}\n`);
  return value;
}
