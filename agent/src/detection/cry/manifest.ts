import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A recording whose truth is known, as a row of manifest.csv says. */
export interface ManifestEntry {
  /** Absolute path. */
  file: string;
  crying: boolean;
  /** What is heard: `speech`, `baby_laugh` … */
  kind: string;
  source: string;
  /** One infant, speaker or recording: never on both sides of a split. */
  group: string;
  /** `train`, or why not. */
  use: string;
}

const COLUMNS = ['file', 'label', 'class', 'source', 'group', 'use'] as const;

/** One line of CSV (RFC 4180) as fields. */
function fieldsOf(line: string): string[] {
  const fields = line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g);
  return [...fields].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '');
}

/**
 * The recordings that a folder's manifest.csv lists.
 * @throws Error naming the file, and the column or value that is wrong.
 */
export async function readManifest(folder: string): Promise<ManifestEntry[]> {
  const path = join(folder, 'manifest.csv');
  const [head = '', ...lines] = (await readFile(path, 'utf8')).split(/\r?\n/).filter((line) => line !== '');
  const names = fieldsOf(head);
  const missing = COLUMNS.find((column) => !names.includes(column));
  if (missing) throw new Error(`${path}: no column ${missing}`);
  return lines.map((line, index) => {
    const fields = fieldsOf(line);
    const value = (column: (typeof COLUMNS)[number]) => fields[names.indexOf(column)] ?? '';
    const label = value('label');
    if (label !== 'cry' && label !== 'noncry')
      throw new Error(`${path}:${index + 2}: label (${label}): must be cry or noncry`);
    return {
      file: join(folder, value('file')),
      crying: label === 'cry',
      kind: value('class'),
      source: value('source'),
      group: value('group'),
      use: value('use'),
    };
  });
}
