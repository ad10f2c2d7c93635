/** Home Assistant refused a request; the message names the path and what it answered, never what was sent. */
export class RestError extends Error {
  override name = 'RestError';
  /** HTTP status. */
  readonly status: number;

  constructor(path: string, status: number, answer: string) {
    super(`Home Assistant answered ${status} to ${path}: ${answer.slice(0, 300)}`);
    this.status = status;
  }
}

/** Milliseconds that one request may take: a configuration flow tries the broker before it answers. */
const TIMEOUT = 30_000;

export interface RestOptions {
  /** Without it the request is made as nobody. */
  token?: string;
  /** Sent as JSON; without it the request is a GET. */
  json?: unknown;
  /** Sent as a form. */
  form?: Record<string, string>;
  signal?: AbortSignal;
}

/**
 * One request to Home Assistant's REST interface.
 * @returns the answer as JSON, or as text when it is none.
 * @throws RestError when it is refused, TypeError when nobody answers.
 */
export async function request(url: string, path: string, options: RestOptions = {}): Promise<unknown> {
  const { token, json, form, signal } = options;
  const body = form ? new URLSearchParams(form) : json === undefined ? undefined : JSON.stringify(json);
  const limit = AbortSignal.timeout(TIMEOUT);
  const response = await fetch(`${url}${path}`, {
    ...(body === undefined ? {} : { method: 'POST', body }),
    headers: {
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(json === undefined ? {} : { 'content-type': 'application/json' }),
    },
    signal: signal ? AbortSignal.any([signal, limit]) : limit,
  });
  const text = await response.text();
  if (!response.ok) throw new RestError(path, response.status, text);
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
