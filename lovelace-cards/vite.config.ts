import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Styles stand in template literals, which no minifier enters: indentation and comments would travel to every phone. */
const shortStyles: Plugin = {
  name: 'short-styles',
  transform(code, id) {
    if (!id.includes('/lovelace-cards/src/') || !code.includes('css`')) return null;
    const short = code.replace(/css`[^`]*`/g, (styles) =>
      styles
        .replace(/\/\*.*?\*\//gs, '')
        .replace(/\s+/g, ' ')
        .replace(/ ?([{};]) ?/g, '$1')
        .replace(/;}/g, '}'),
    );
    return { code: short, map: null };
  },
};

/** Bytes, compressed, that a phone loads before the first card is drawn, and with every card and editor opened. */
const FIRST_LOAD = 35_000;
const ALL_PARTS = 90_000;

/** Refuses to build what is too heavy for a phone at night. */
const budget: Plugin = {
  name: 'budget',
  generateBundle(_options, bundle) {
    const sizes = new Map<string, { bytes: number; imports: string[]; isEntry: boolean }>();
    for (const part of Object.values(bundle)) {
      if (part.type !== 'chunk') continue;
      const { fileName, code, imports, isEntry } = part;
      sizes.set(fileName, { bytes: gzipSync(code).length, imports, isEntry });
    }
    const first = new Set<string>();
    const add = (name: string) => {
      if (first.has(name)) return;
      first.add(name);
      sizes.get(name)?.imports.forEach(add);
    };
    for (const [name, { isEntry }] of sizes) if (isEntry) add(name);
    const sum = (names: Iterable<string>) =>
      [...names].reduce((total, name) => total + (sizes.get(name)?.bytes ?? 0), 0);
    for (const [what, bytes, most] of [
      ['the first load', sum(first), FIRST_LOAD],
      ['all parts together', sum(sizes.keys()), ALL_PARTS],
    ] as const) {
      if (bytes > most) this.error(`${what}: ${bytes} bytes compressed, ${most} are allowed`);
      this.info(`${what}: ${bytes} of ${most} bytes, compressed`);
    }
  },
};

/**
 * What the first card needs is one part. It is not the entry itself: Home Assistant loads that with a version behind its
 * name, so that a part which imported it would load it a second time.
 */
const CORE = [
  /node_modules\/(lit|lit-html|lit-element|@lit)\/(?!.*(until|async|private))/,
  /protocol\/src\/(?!settings)/,
  /lovelace-cards\/src\/(card|cradle-card|choice-card|strategy|localize|home-assistant)\/(?!card-form|dashboard|texts)/,
  /lovelace-cards\/src\/history-card\/fields/,
];

export default defineConfig({
  plugins: [shortStyles, budget],
  build: {
    target: 'es2022',
    outDir: here('dist'),
    emptyOutDir: true,
    minify: true,
    lib: {
      entry: here('src/smart-cradle-cards.ts'),
      formats: ['es'],
      fileName: () => 'smart-cradle-cards.js',
    },
    rolldownOptions: {
      output: {
        minify: true,
        chunkFileNames: 'smart-cradle-[name]-[hash].js',
        codeSplitting: {
          groups: [{ name: 'core', test: (id: string) => CORE.some((pattern) => pattern.test(id)) }],
        },
      },
    },
  },
});
