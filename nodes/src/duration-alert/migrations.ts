import type { Migration } from '../shared/migrate-config.ts';

export const migrations: readonly Migration[] = [
  // Version 2 knows whether somebody lies in the bed, and alerts that are about no cradle at all.
  (config) => ({ ...config, whileOccupied: false, title: '' }),
];
