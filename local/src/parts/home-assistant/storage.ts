import { readFileSync } from 'node:fs';
import type { Language } from '@smart-cradle/protocol/language';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';

/** What Home Assistant keeps in a file of its folder `.storage`. */
const envelope = z.looseObject({
  version: z.number(),
  minor_version: z.number(),
  key: z.string(),
  data: z.record(z.string(), z.unknown()),
});

type Envelope = z.output<typeof envelope>;

const httpData = z.looseObject({ stable: z.looseObject({}), pending: z.unknown() });

export interface Listening {
  port: number;
  /** Whether other machines may reach it. */
  lan: boolean;
}

const EVERYWHERE = '0.0.0.0';
const LOOPBACK = '127.0.0.1';

/**
 * Where Home Assistant listens: its own record of it (version 3, of 2026.11), since `http:` in configuration.yaml is
 * only tried for five minutes. All but address and port stays as it is.
 */
export function httpStorage({ port, lan }: Listening, found: unknown): Envelope {
  const listen = { server_port: port, server_host: [lan ? EVERYWHERE : LOOPBACK] };
  const before = envelope.safeParse(found);
  const data = before.success ? httpData.safeParse(before.data.data) : undefined;
  if (before.success && data?.success) {
    // A change on trial would be preferred to what is asked for here.
    return {
      ...before.data,
      data: { ...data.data, stable: { ...data.data.stable, ...listen }, pending: null },
    };
  }
  return {
    version: 3,
    minor_version: 1,
    key: 'http',
    data: {
      stable: {
        ...listen,
        cors_allowed_origins: [],
        login_attempts_threshold: -1,
        ip_ban_enabled: true,
        ssl_profile: 'intermediate_v6',
        use_x_frame_options: true,
        created_at: new Date(0).toISOString(),
        error: null,
        error_message: null,
      },
      pending: null,
      yaml_migration_done: true,
    },
  };
}

export interface Home {
  /** IANA name, such as `Asia/Seoul`. */
  timeZone: string;
  language: Language;
  /** ISO 3166, such as `KR`; without it Home Assistant asks for it. */
  country?: string | undefined;
}

const NAMES: Readonly<Record<Language, string>> = { ko: '우리 집', en: 'Home' };

/** What onboarding would ask about the home; the place is left open, since nothing of ours needs it. */
export function homeStorage({ timeZone, language, country }: Home): Envelope {
  return {
    version: 1,
    minor_version: 4,
    key: 'core.config',
    data: {
      latitude: 0,
      longitude: 0,
      elevation: 0,
      unit_system_v2: 'metric',
      location_name: NAMES[language],
      time_zone: timeZone,
      external_url: null,
      internal_url: null,
      currency: country === 'KR' ? 'KRW' : 'EUR',
      country: country ?? null,
      language,
      radius: 100,
    },
  };
}

/**
 * Onboarding with its last three steps done: they would look the home's place up on the internet, offer analytics,
 * and add cloud services. The first one, the user, is left.
 */
export function onboardingStorage(): Envelope {
  return {
    version: 4,
    minor_version: 1,
    key: 'onboarding',
    data: { done: ['core_config', 'analytics', 'integration'] },
  };
}

/**
 * The entry of the Marketplace, switched off as the user could do it: otherwise Home Assistant adds one by itself, and
 * that fetches a catalogue from the internet at each start and every six hours. It can be switched on under Devices &
 * services.
 */
export function entriesStorage(): Envelope {
  const written = new Date(0).toISOString();
  return {
    version: 1,
    minor_version: 5,
    key: 'core.config_entries',
    data: {
      entries: [
        {
          entry_id: 'smart_cradle_marketplace_off',
          domain: 'marketplace',
          title: 'Marketplace',
          disabled_by: 'user',
          source: 'system',
          unique_id: null,
          version: 1,
          minor_version: 1,
          data: {},
          options: {},
          discovery_keys: {},
          subentries: [],
          pref_disable_new_entities: false,
          pref_disable_polling: false,
          created_at: written,
          modified_at: written,
        },
      ],
    },
  };
}

/** The content of a file; undefined when there is none, or none that is JSON. */
export function readStorage(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

export async function saveStorage(file: string, content: Envelope): Promise<void> {
  await writeFileAtomic(file, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
}
