import { CRADLE_UUID_PATTERN, CRADLE_UUID_RULE } from '@smart-cradle/protocol/cradle-id';

/** What may stand in a card's configuration besides `type` and `cradle`: the values of each field, the default first. */
export type CardFields = Readonly<Record<string, readonly string[]>>;

export type CardConfig<Fields extends CardFields> = {
  type: string;
  /** The cradle's UUID; undefined: the one that is chosen on the page. */
  cradle: string | undefined;
} & { [Name in keyof Fields]: Fields[Name][number] };

/** @throws Error that names the field and the value, which Home Assistant shows in place of the card. */
export function parseCardConfig<Fields extends CardFields>(
  config: unknown,
  fields: Fields,
): CardConfig<Fields> {
  if (typeof config !== 'object' || config === null) {
    throw new Error(`The configuration (${JSON.stringify(config)}) must be an object`);
  }
  const given = config as Readonly<Record<string, unknown>>;
  const { type, cradle } = given;
  const missing = cradle === undefined || cradle === null || cradle === '';
  if (!missing && (typeof cradle !== 'string' || !CRADLE_UUID_PATTERN.test(cradle))) {
    throw new Error(`cradle (${JSON.stringify(cradle)}) ${CRADLE_UUID_RULE}`);
  }
  const values = Object.entries(fields).map(([name, allowed]): [string, string | undefined] => {
    const value = given[name] ?? allowed[0];
    if (!allowed.some((one) => one === value)) {
      throw new Error(`${name} (${JSON.stringify(value)}) must be one of ${allowed.join(', ')}`);
    }
    return [name, value as string];
  });
  return {
    type: String(type),
    cradle: missing ? undefined : cradle,
    ...Object.fromEntries(values),
  } as CardConfig<Fields>;
}
