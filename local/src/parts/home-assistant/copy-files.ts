import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';

/** @returns its bytes, or undefined when there is no such file. */
function contentOf(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

/** Writes a file when its content is another. @returns whether it was written. */
export async function writeWhenChanged(
  file: string,
  content: string | Buffer,
  mode = 0o644,
): Promise<boolean> {
  const bytes = Buffer.from(content);
  if (contentOf(file)?.equals(bytes)) return false;
  mkdirSync(dirname(file), { recursive: true });
  await writeFileAtomic(file, bytes, { mode });
  return true;
}

/** Makes a folder hold the files of another and no others: the names of built files carry their versions. */
export async function mirrorFolder(from: string, to: string): Promise<void> {
  mkdirSync(to, { recursive: true });
  const files = readdirSync(from, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(from.length + 1));
  for (const file of files) await writeWhenChanged(join(to, file), readFileSync(join(from, file)));
  const wanted = new Set(files);
  for (const entry of readdirSync(to, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name).slice(to.length + 1);
    if (entry.isFile() && !wanted.has(file)) rmSync(join(to, file));
  }
}
