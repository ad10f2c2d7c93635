import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
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
      output: { minify: true, chunkFileNames: 'smart-cradle-[name]-[hash].js' },
    },
  },
});
