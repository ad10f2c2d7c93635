import {
  type Connection,
  createConnection,
  createLongLivedTokenAuth,
  ERR_CANNOT_CONNECT,
  ERR_INVALID_AUTH,
} from 'home-assistant-js-websocket';
import { z } from 'zod';
import { RestError, request } from './rest.ts';

export interface Account {
  username: string;
  password: string;
}

const steps = z.array(z.looseObject({ step: z.string(), done: z.boolean() }));
const authCode = z.looseObject({ auth_code: z.string() });
const accessToken = z.looseObject({ access_token: z.string() });
const flow = z.looseObject({ flow_id: z.string() });
const flowResult = z.looseObject({ type: z.string(), result: z.string().optional() });

/** The client id of what asks for a login is an address: Home Assistant's own, as its frontend does. */
const clientOf = (url: string) => `${url}/`;

async function exchange(url: string, code: string): Promise<string> {
  const answer = await request(url, '/auth/token', {
    form: { grant_type: 'authorization_code', code, client_id: clientOf(url) },
  });
  return accessToken.parse(answer).access_token;
}

/** Whether Home Assistant still waits for its first user. */
export async function waitsForOwner(url: string): Promise<boolean> {
  try {
    const answer = steps.parse(await request(url, '/api/onboarding'));
    return answer.some(({ step, done }) => step === 'user' && !done);
  } catch (error) {
    // When all is done, the address is gone.
    if (error instanceof RestError && error.status === 404) return false;
    throw error;
  }
}

/** Makes the first user, who owns the house. @returns an access token of half an hour. */
export async function makeOwner(
  url: string,
  owner: Account & { name: string; language: string },
): Promise<string> {
  const answer = await request(url, '/api/onboarding/users', {
    json: { client_id: clientOf(url), ...owner },
  });
  return exchange(url, authCode.parse(answer).auth_code);
}

/** Logs a user in. @returns an access token of half an hour. @throws Error when user or password are wrong. */
export async function logIn(url: string, { username, password }: Account): Promise<string> {
  const client = clientOf(url);
  const begun = flow.parse(
    await request(url, '/auth/login_flow', {
      json: { client_id: client, handler: ['homeassistant', null], redirect_uri: client },
    }),
  );
  const answer = await request(url, `/auth/login_flow/${begun.flow_id}`, {
    json: { client_id: client, username, password },
  });
  const { type, result } = flowResult.parse(answer);
  if (type !== 'create_entry' || !result) {
    throw new Error(
      `Home Assistant does not let the user ${username} in: the password is not the one that is known.`,
    );
  }
  return exchange(url, result);
}

/** A WebSocket connection with a token. @throws Error in words when it is refused. */
export async function openConnection(url: string, token: string): Promise<Connection> {
  try {
    return await createConnection({ auth: createLongLivedTokenAuth(url, token), setupRetry: 10 });
  } catch (error) {
    if (error === ERR_INVALID_AUTH)
      throw new Error(`Home Assistant at ${url} does not accept the access token.`);
    if (error === ERR_CANNOT_CONNECT) throw new Error(`Home Assistant at ${url} does not answer.`);
    throw error;
  }
}

/** Days that a long-lived token lasts: ten years, as those that a user makes. */
const LIFESPAN = 3650;

/** A long-lived access token of the user whose token is given; `name` is what stands in the user's list of tokens. */
export async function makeLongLivedToken(url: string, token: string, name: string): Promise<string> {
  const connection = await openConnection(url, token);
  try {
    return await connection.sendMessagePromise<string>({
      type: 'auth/long_lived_access_token',
      // Two tokens of one name are refused: one that was lost may still be there.
      client_name: `${name} ${new Date().toISOString()}`,
      lifespan: LIFESPAN,
    });
  } finally {
    connection.close();
  }
}

/** Whether a token is let in. @throws TypeError when nobody answers. */
export async function isAccepted(url: string, token: string): Promise<boolean> {
  try {
    await request(url, '/api/', { token });
    return true;
  } catch (error) {
    if (error instanceof RestError && error.status === 401) return false;
    throw error;
  }
}
