import { answers } from '../../waiting.ts';

const limited = (signal: AbortSignal) => AbortSignal.any([signal, AbortSignal.timeout(5000)]);

/**
 * Whether Home Assistant can be worked with. It answers long before all is set up; who may ask is told when it is
 * through with its start.
 * @param token undefined before the first start has made one
 */
export async function isServing(
  url: string,
  token: string | undefined,
  signal: AbortSignal,
): Promise<boolean> {
  const up = await Promise.all([
    answers(`${url}/manifest.json`, [200], signal),
    answers(`${url}/api/onboarding`, [200], signal),
    // 401: there, and asks who it is.
    answers(`${url}/api/`, [401], signal),
  ]);
  if (!up.every(Boolean)) return false;
  if (token === undefined) return true;
  const response = await fetch(`${url}/api/core/state`, {
    headers: { authorization: `Bearer ${token}` },
    signal: limited(signal),
  });
  if (!response.ok) {
    await response.body?.cancel();
    // The token may have been taken back: that is for the one who uses it to say.
    return response.status === 401;
  }
  const { state } = (await response.json()) as { state?: string };
  return state === 'RUNNING';
}
