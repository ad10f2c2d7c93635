import type { HomeAssistant } from '../home-assistant/types.ts';

type Asker = Pick<HomeAssistant, 'callWS' | 'hassUrl'>;

/** Until the address is there. */
export const BLANK = 'data:,';

const answers = new Map<string, Promise<string>>();

async function ask(hass: Asker, url: string): Promise<string> {
  if (url.startsWith('media-source://')) {
    const { url: path } = await hass.callWS<{ url: string }>({
      type: 'media_source/resolve_media',
      media_content_id: url,
    });
    return hass.hassUrl(path);
  }
  const { path } = await hass.callWS<{ path: string }>({ type: 'auth/sign_path', path: url, expires: 3600 });
  return hass.hassUrl(path);
}

/**
 * An address that an image element can load as the user who is logged in: Home Assistant signs it, for an image element
 * sends no login. Empty when it refuses.
 */
export function pictureAddress(hass: Asker, url: string): string | Promise<string> {
  const own =
    url.startsWith('media-source://') || (url.startsWith('/api/') && !/[?&](token|authSig)=/.test(url));
  if (!own) return hass.hassUrl(url);
  const known = answers.get(url);
  if (known) return known;
  const answer = ask(hass, url).catch((error: unknown) => {
    answers.delete(url);
    console.warn(`Smart Cradle: the picture ${url} cannot be loaded`, error);
    return '';
  });
  answers.set(url, answer);
  return answer;
}
