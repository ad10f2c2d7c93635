import { CARE_KINDS, careCommands, MAX_CARE_NOTE } from '@smart-cradle/protocol/care';
import type { Localized } from '@smart-cradle/protocol/language';
import { z } from 'zod';

/** A command of the care log that was not followed, in words for who sent it. */
export interface CareRefusal {
  action: string;
  field: string;
  /** Names the field and the value. */
  text: Localized;
  by: string | null;
}

const ACTIONS = careCommands.map(({ shape }) => shape.action.value);
const command = z.discriminatedUnion('action', careCommands);

/** Why a field cannot be what it is, by field; what is wrong with any other is not foreseen. */
const REASONS: Record<string, Localized> = {
  action: {
    en: `must be one of ${ACTIONS.join(', ')}`,
    ko: `${ACTIONS.join(', ')} 가운데 하나여야 합니다`,
  },
  kind: {
    en: `must be one of ${CARE_KINDS.join(', ')}`,
    ko: `${CARE_KINDS.join(', ')} 가운데 하나여야 합니다`,
  },
  at: {
    en: 'must be a time such as 2026-11-24T03:10:00Z',
    ko: '2026-11-24T03:10:00Z 같은 시각이어야 합니다',
  },
  note: {
    en: `must be a text of at most ${MAX_CARE_NOTE} characters`,
    ko: `${MAX_CARE_NOTE}자 이하의 글이어야 합니다`,
  },
  id: { en: 'must be an id from the history', ko: '기록에 있는 id여야 합니다' },
  by: { en: 'must be a text of at most 100 characters', ko: '100자 이하의 글이어야 합니다' },
};
const UNFORESEEN: Localized = { en: 'cannot be taken', ko: '받을 수 없습니다' };
const SHOWN_CHARACTERS = 80;

/** `field (value): reason` in both languages. */
export function refusalText(field: string, value: unknown, reason: Localized): Localized {
  const shown = (JSON.stringify(value) ?? 'missing').slice(0, SHOWN_CHARACTERS);
  return { en: `${field} (${shown}): ${reason.en}`, ko: `${field} (${shown}): ${reason.ko}` };
}

/**
 * What is wrong with a command that no rule took, as it came.
 * @returns undefined when it is none of the care log, or nothing is wrong with it.
 */
export function explainRefusal(payload: unknown): CareRefusal | undefined {
  let given: unknown;
  try {
    given = JSON.parse(Buffer.isBuffer(payload) ? payload.toString('utf8') : String(payload));
  } catch {
    return undefined;
  }
  const fields = z.looseObject({ action: z.string().startsWith('care') }).safeParse(given).data;
  if (!fields) return undefined;
  const issue = command.safeParse(fields).error?.issues[0];
  if (!issue) return undefined;
  const field = String(issue.path[0] ?? 'action');
  return {
    action: fields.action.slice(0, SHOWN_CHARACTERS),
    field,
    text: refusalText(field, fields[field], REASONS[field] ?? UNFORESEEN),
    by: typeof fields.by === 'string' ? fields.by.slice(0, 100) : null,
  };
}
