import { answers } from '../../waiting.ts';

/**
 * Whether Home Assistant can be worked with. It answers long before all is set up; who may ask is told when it is
 * through with its start. It is never asked for more than the one who asks may know: each refused request would stand
 * before the user as a failed login.
 * @param token undefined before the first start has made one: then it is enough that the frontend answers, which
 *   comes after onboarding can be done
 */
export async function isServing(
  url: string,
  token: string | undefined,
  signal: AbortSignal,
): Promise<boolean> {
  if (!(await answers(`${url}/manifest.json`, [200], signal))) return false;
  if (token === undefined) return true;
  const response = await fetch(`${url}/api/core/state`, {
    headers: { authorization: `Bearer ${token}` },
    signal: AbortSignal.any([signal, AbortSignal.timeout(5000)]),
  });
  if (!response.ok) {
    await response.body?.cancel();
    // The token may have been taken back: that is for the one who uses it to say.
    return response.status === 401;
  }
  const { state } = (await response.json()) as { state?: string };
  return state === 'RUNNING';
}
