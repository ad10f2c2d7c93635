/** A node's configuration as the editor has saved it, of whatever version. */
export type SavedConfig = Readonly<Record<string, unknown>>;

/** Brings a configuration from one version to the next. Pure. */
export type Migration = (config: SavedConfig) => SavedConfig;

/**
 * Brings a saved configuration to the newest version.
 *
 * @param migrations The first goes from version 1 to 2, the next from 2 to 3, and so on. What carries no version is 1.
 * @throws Error when the configuration is from a newer palette than this one.
 */
export function migrateConfig(config: SavedConfig, migrations: readonly Migration[]): SavedConfig {
  const newest = migrations.length + 1;
  const version = config.version === undefined ? 1 : Number(config.version);
  if (!Number.isInteger(version) || version < 1 || version > newest) {
    throw new Error(
      `version (${JSON.stringify(config.version)}): must be a whole number from 1 to ${newest}; update the palette`,
    );
  }
  const migrated = migrations.slice(version - 1).reduce((before, migrate) => migrate(before), config);
  return { ...migrated, version: newest };
}
