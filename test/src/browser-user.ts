import { logIn, openConnection } from '@smart-cradle/homeassistant/login';
import type { StartLine } from './start-line.ts';

/**
 * A user of the house who is no administrator, as a grandparent would be.
 * @returns an access token of half an hour
 */
export async function makeUser({ url, token }: StartLine['homeAssistant'], name: string): Promise<string> {
  const username = `${name.toLowerCase()}-${Date.now()}`;
  const password = `${username}-password`;
  const connection = await openConnection(url, token);
  try {
    const { user } = await connection.sendMessagePromise<{ user: { id: string } }>({
      type: 'config/auth/create',
      name,
      group_ids: ['system-users'],
    });
    await connection.sendMessagePromise({
      type: 'config/auth_provider/homeassistant/create',
      user_id: user.id,
      username,
      password,
    });
  } finally {
    connection.close();
  }
  return logIn(url, { username, password });
}
