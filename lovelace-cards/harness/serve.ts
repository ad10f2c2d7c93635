import { fileURLToPath } from 'node:url';
import { build, preview } from 'vite';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the harness is served. */
    harness: string;
  }
}

/** Builds the harness and serves it to all tests of the cards. */
export default async function serve(project: TestProject): Promise<() => Promise<void>> {
  const configFile = fileURLToPath(new URL('vite.config.ts', import.meta.url));
  await build({ configFile, logLevel: 'error' });
  const server = await preview({
    configFile,
    preview: { port: 0, strictPort: false, open: false },
    logLevel: 'error',
  });
  project.provide('harness', server.resolvedUrls?.local[0] ?? '');
  return () => server.close();
}
