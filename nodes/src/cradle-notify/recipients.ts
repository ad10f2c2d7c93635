/** The services of Home Assistant by domain, as `get_services` answers. */
function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

const COMPANION_APP = /^mobile_app_[a-z0-9_]+$/;

/** Every phone with the companion app: `notify.mobile_app_*`, sorted. undefined: this is no list of services. */
export function findPhones(services: unknown): string[] | undefined {
  if (!isRecord(services)) return undefined;
  const { notify } = services;
  if (notify === undefined) return 'homeassistant' in services ? [] : undefined;
  if (!isRecord(notify)) return undefined;
  return Object.keys(notify)
    .filter((name) => COMPANION_APP.test(name))
    .sort()
    .map((name) => `notify.${name}`);
}
