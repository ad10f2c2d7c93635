// Builds each node of src/ into dist/<node>/: the runtime as CommonJS, the editor's script inside its html, and the locales.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('.', import.meta.url));
const source = join(root, 'src');
const dist = join(root, 'dist');
const { dependencies, 'node-red': palette } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const names = readdirSync(source).filter((name) => existsSync(join(source, name, 'index.ts')));

const declared = Object.keys(palette.nodes);
const wrong = names.filter((name) => palette.nodes[name] !== `dist/${name}/${name}.js`);
const missing = declared.filter((name) => !names.includes(name));
if (wrong.length > 0 || missing.length > 0) {
  throw new Error(`package.json and src/ do not agree on these nodes: ${[...wrong, ...missing].join(', ')}`);
}

/** What a user installs beside the palette stays outside of the bundle; everything else goes in. */
const external = [/^node:/, ...Object.keys(dependencies ?? {})];

async function bundle(input, output) {
  const build = await rolldown({ input, external, platform: output.format === 'cjs' ? 'node' : 'browser' });
  const { output: chunks } = await build.generate(output);
  await build.close();
  return chunks[0].code;
}

rmSync(dist, { recursive: true, force: true });
await Promise.all(
  names.map(async (name) => {
    const from = join(source, name);
    const to = join(dist, name);
    mkdirSync(to, { recursive: true });
    const runtime = bundle(join(from, 'index.ts'), { format: 'cjs', exports: 'default' });
    const editor = bundle(join(from, 'editor.ts'), { format: 'iife' });
    writeFileSync(join(to, `${name}.js`), await runtime);
    const template = readFileSync(join(from, 'editor.html'), 'utf8');
    writeFileSync(join(to, `${name}.html`), `${template}\n<script>\n${await editor}</script>\n`);
    cpSync(join(from, 'locales'), join(to, 'locales'), { recursive: true });
    if (existsSync(join(root, 'icons'))) cpSync(join(root, 'icons'), join(to, 'icons'), { recursive: true });
    const example = join(from, 'example.json');
    if (existsSync(example)) {
      mkdirSync(join(root, 'examples'), { recursive: true });
      cpSync(example, join(root, 'examples', `${name}.json`));
    }
  }),
);
