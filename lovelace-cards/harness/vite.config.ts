import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  server: { port: 24001, strictPort: true, host: '127.0.0.1' },
  preview: { host: '127.0.0.1' },
  build: { outDir: fileURLToPath(new URL('dist', import.meta.url)), emptyOutDir: true, target: 'es2022' },
  cacheDir: fileURLToPath(new URL('../node_modules/.vite-harness', import.meta.url)),
});
