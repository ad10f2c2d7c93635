import { join } from 'node:path';
import { hashSync } from 'bcryptjs';
import type { Environment } from './config.ts';

/** Where Node-RED keeps the flows and their credentials, in the user directory. */
export const FLOW_FILE = 'flows.json';
export const CREDENTIALS_FILE = 'flows_cred.json';

/** Cost of the hash of the editor password, which is made at each start. */
const BCRYPT_ROUNDS = 8;

/** Node-RED's settings. Nothing is sent anywhere: no telemetry, no update check, no palette catalogue. */
export function nodeRedSettings(env: Environment) {
  return {
    userDir: env.NODE_RED_USER_DIR,
    flowFile: FLOW_FILE,
    flowFilePretty: true,
    credentialSecret: env.NODE_RED_CREDENTIAL_SECRET,
    uiHost: env.NODE_RED_HOST,
    uiPort: env.NODE_RED_PORT,
    httpAdminRoot: '/',
    httpNodeRoot: '/',
    adminAuth: {
      type: 'credentials' as const,
      users: [
        {
          username: env.NODE_RED_USERNAME,
          password: hashSync(env.NODE_RED_PASSWORD, BCRYPT_ROUNDS),
          permissions: '*' as const,
        },
      ],
    },
    telemetry: { enabled: false, updateNotification: false },
    externalModules: {
      autoInstall: false,
      palette: { allowInstall: false, allowUpload: false, allowUpdate: false },
      modules: { allowInstall: false },
    },
    functionExternalModules: false,
    contextStorage: {
      default: {
        module: 'localfilesystem',
        config: { dir: join(env.NODE_RED_USER_DIR, 'context-storage'), flushInterval: 30 },
      },
    },
    logging: { console: { level: 'info' as const, metrics: false, audit: false } },
    /** Milliseconds: all must be back within 15 s of a restart of the broker. */
    mqttReconnectTime: 2000,
    editorTheme: {
      page: { title: 'Smart Cradle' },
      header: { title: 'Smart Cradle' },
      tours: false,
      projects: { enabled: false },
      multiplayer: { enabled: false },
      palette: { editable: false, catalogues: [] },
    },
  };
}
