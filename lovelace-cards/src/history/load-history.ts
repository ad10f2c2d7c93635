import type { EntityIds } from '../home-assistant/cradle-entities.ts';
import type { HomeAssistant } from '../home-assistant/types.ts';
import { type History, type Include, parseHistory, type Span } from './history.ts';
import { recorderHistory } from './recorder-history.ts';

export interface HistoryQuestion extends Span {
  uuid: string;
  entities: EntityIds;
  include: readonly Include[];
  /** Seconds of one step. */
  resolution: number;
}

export interface LoadedHistory {
  history: History;
  /** Why it is not the cradle's own history; null: it is. */
  instead: string | null;
}

interface ServiceAnswer {
  response?: { status?: number; content?: unknown };
}

function reasonOf(error: unknown): string {
  const { message } = (error ?? {}) as { message?: unknown };
  return typeof message === 'string' && message ? message : String(error);
}

/**
 * From the cradle's own history, through Home Assistant's `rest_command`, which any user may call.
 * @throws Error with the reason when it does not answer or refuses.
 */
export async function ownHistory(
  hass: HomeAssistant,
  { uuid, from, to, include, resolution }: Omit<HistoryQuestion, 'entities'>,
): Promise<History> {
  const { response } = (await hass.callService(
    'rest_command',
    'smart_cradle_history',
    {
      cradle: uuid,
      from: new Date(from).toISOString(),
      to: new Date(to).toISOString(),
      resolution,
      include: include.join(','),
    },
    undefined,
    false,
    true,
  )) as ServiceAnswer;
  const { status = 200, content } = response ?? {};
  if (status >= 400) {
    const { error } = (content ?? {}) as { error?: unknown };
    throw new Error(typeof error === 'string' ? error : `${status}`);
  }
  return parseHistory(content, { from, to });
}

/** The cradle's own history; what Home Assistant itself has kept when that does not answer, and why. */
export async function loadHistory(hass: HomeAssistant, question: HistoryQuestion): Promise<LoadedHistory> {
  try {
    return { history: await ownHistory(hass, question), instead: null };
  } catch (error) {
    const instead = reasonOf(error);
    console.warn('Smart Cradle: the history did not answer; taking what Home Assistant has kept', error);
    return { history: await recorderHistory(hass, question), instead };
  }
}
