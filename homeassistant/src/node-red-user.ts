import { randomBytes } from 'node:crypto';
import type { Connection } from 'home-assistant-js-websocket';
import { isAccepted, logIn, makeLongLivedToken } from './login.ts';
import type { SetUpStep } from './set-up-step.ts';

interface User {
  id: string;
  name: string | null;
  username: string | null;
}

const USERNAME = 'node-red';
const NAME = 'Node-RED (Smart Cradle)';

/**
 * Node-RED's own user. It is an administrator, since Home Assistant tells the events of the companion app to no one
 * else; a user of its own can be looked at, and locked out, without touching a person's.
 * @param known the token of an earlier start
 * @param keep is given the new token
 */
export function nodeRedUser(
  url: string,
  connection: Connection,
  known: string | undefined,
  keep: (token: string) => Promise<void>,
): SetUpStep {
  const find = async () => {
    const users = await connection.sendMessagePromise<User[]>({ type: 'config/auth/list' });
    return users.find(({ username }) => username === USERNAME);
  };
  /** Makes the user, or gives the one that is there a new password. Nobody needs to know it afterwards. */
  const withPassword = async (password: string) => {
    const found = await find();
    if (found) {
      await connection.sendMessagePromise({
        type: 'config/auth_provider/homeassistant/admin_change_password',
        user_id: found.id,
        password,
      });
      return;
    }
    const { user } = await connection.sendMessagePromise<{ user: User }>({
      type: 'config/auth/create',
      name: NAME,
      group_ids: ['system-admin'],
      local_only: true,
    });
    await connection.sendMessagePromise({
      type: 'config/auth_provider/homeassistant/create',
      user_id: user.id,
      username: USERNAME,
      password,
    });
  };
  return {
    change: {
      en: `An administrator "${NAME}" is made, through which Node-RED sends notifications and hears their buttons.`,
      ko: `Node-RED가 알림을 보내고 버튼을 듣는 데 쓰는 관리자 "${NAME}"를 만듭니다.`,
    },
    isNeeded: async () => known === undefined || !(await isAccepted(url, known)),
    async make() {
      const password = randomBytes(24).toString('base64url');
      await withPassword(password);
      const access = await logIn(url, { username: USERNAME, password });
      await keep(await makeLongLivedToken(url, access, 'Node-RED'));
    },
  };
}
