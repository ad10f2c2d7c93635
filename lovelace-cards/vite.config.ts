import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Styles stand in template literals, which no minifier enters: indentation and comments would travel to every phone. */
const shortStyles: Plugin = {
  name: 'short-styles',
  transform(code, id) {
    if (!id.endsWith('-styles.ts') && !code.includes('css`')) return null;
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

/**
 * What the first card needs is one part. It is not the entry itself: Home Assistant loads that with a version behind its
 * name, so that a part which imported it would load it a second time.
 */
const CORE = [
  /node_modules\/(lit|lit-html|lit-element|@lit)\//,
  /protocol\/src\/(?!settings)/,
  /lovelace-cards\/src\/(card|cradle-card|choice-card|strategy|localize|home-assistant)\/(?!card-form)/,
  /lovelace-cards\/src\/history-card\/fields/,
];

export default defineConfig({
  plugins: [shortStyles],
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
