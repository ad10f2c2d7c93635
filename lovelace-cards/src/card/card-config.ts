import { CRADLE_UUID_PATTERN, CRADLE_UUID_RULE } from '@smart-cradle/protocol/cradle-id';

/** Any number of these, in the order in which they are named; `first`: when nothing is configured. */
export interface ListField {
  readonly list: readonly string[];
  readonly first: readonly string[];
}

/** A camera of Home Assistant for the card's cradle, or one for each cradle by UUID; without a value: none. */
export interface CameraField {
  readonly camera: true;
}

/** What may stand in a card's configuration besides `type` and `cradle`; of plain choices the first is the default. */
export type CardField = readonly string[] | ListField | CameraField;
export type CardFields = Readonly<Record<string, CardField>>;

export type CameraValue = string | Readonly<Record<string, string>> | undefined;

type FieldValue<Field> = Field extends readonly (infer Value)[]
  ? Value
  : Field extends { list: readonly (infer Value)[] }
    ? readonly Value[]
    : CameraValue;

export type CardConfig<Fields extends CardFields> = {
  type: string;
  /** The cradle's UUID; undefined: the one that is chosen on the page. */
  cradle: string | undefined;
} & { [Name in keyof Fields]: FieldValue<Fields[Name]> };

const CAMERA_ID = /^camera\.[a-z0-9_]+$/;

export function isList(field: CardField): field is ListField {
  return 'list' in field;
}

export function isCamera(field: CardField): field is CameraField {
  return 'camera' in field;
}

function wrong(name: string, value: unknown, rule: string): Error {
  return new Error(`${name} (${JSON.stringify(value)}) ${rule}`);
}

function cameraOf(name: string, value: unknown, hasCradle: boolean): CameraValue {
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value === 'object') {
    if (!Object.values(value).every((one) => typeof one === 'string' && CAMERA_ID.test(one))) {
      throw wrong(name, value, 'must name a camera, such as camera.nursery, for each cradle');
    }
    return value as Readonly<Record<string, string>>;
  }
  if (typeof value !== 'string' || !CAMERA_ID.test(value)) {
    throw wrong(name, value, 'must be a camera, such as camera.nursery');
  }
  // A card that follows the choice would show this camera for every cradle.
  if (!hasCradle) throw wrong(name, value, 'needs cradle: say whose camera it is');
  return value;
}

function parseField(name: string, field: CardField, value: unknown, hasCradle: boolean): unknown {
  if (isCamera(field)) return cameraOf(name, value, hasCradle);
  if (isList(field)) {
    const list = value ?? field.first;
    if (!Array.isArray(list) || !list.every((one) => field.list.includes(one))) {
      throw wrong(name, value, `must be a list of ${field.list.join(', ')}`);
    }
    return list;
  }
  const one = value ?? field[0];
  if (!field.some((allowed) => allowed === one)) {
    throw wrong(name, value, `must be one of ${field.join(', ')}`);
  }
  return one;
}

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
    throw wrong('cradle', cradle, CRADLE_UUID_RULE);
  }
  return {
    type: String(type),
    cradle: missing ? undefined : cradle,
    ...Object.fromEntries(
      Object.entries(fields).map(([name, field]) => [name, parseField(name, field, given[name], !missing)]),
    ),
  } as CardConfig<Fields>;
}
