// Points node_modules/.bin/node at the Node.js of this machine's platform package, so that every npm script runs on it.
// npm drops that link when several installed packages offer the same command name.
import { existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const modules = join(dirname(dirname(fileURLToPath(import.meta.url))), 'node_modules');
const names = [`node-${process.platform}-${process.arch}`, `node-bin-${process.platform}-${process.arch}`];
const binary = names.map((name) => join(modules, name, 'bin', 'node')).find((path) => existsSync(path));

if (binary) {
  const link = join(modules, '.bin', 'node');
  mkdirSync(dirname(link), { recursive: true });
  rmSync(link, { force: true });
  symlinkSync(relative(dirname(link), binary), link);
} else if (Number(process.versions.node.split('.')[0]) < 24) {
  console.error(
    `Smart Cradle needs Node.js 24 and has no copy of it for ${process.platform}-${process.arch}: install Node.js 24 or later.`,
  );
  process.exit(1);
}
