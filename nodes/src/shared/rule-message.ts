import type { AvailabilityPart } from '@smart-cradle/protocol/availability';
import type {
  AlertMessage,
  Availability,
  CommandMessage,
  EventMessage,
  Monitoring,
  Occupied,
  PartAvailability,
  ServoMessage,
  ServoState,
} from '@smart-cradle/protocol/messages';
import type {
  CryingMessage,
  DirectionMessage,
  FrameMessage,
  TemperatureMessage,
} from '@smart-cradle/protocol/readings';
import type { SettingValues } from '@smart-cradle/protocol/settings';
import type { AlertFacts } from '../alert/alert-texts.ts';

interface About {
  /** The MQTT topic it came from, or would go to. */
  topic: string;
  /** The UUID of the cradle. */
  cradle: string;
  /** Milliseconds of the rules' clock at arrival: what durations are measured by. */
  received: number;
}

/** What flows between the nodes of the palette: one checked message about one cradle. */
export type RuleMessage = About &
  (
    | { kind: 'temperature'; payload: TemperatureMessage }
    | { kind: 'direction'; payload: DirectionMessage }
    | { kind: 'crying'; payload: CryingMessage }
    | { kind: 'frame'; payload: FrameMessage }
    /** The JPEG itself. */
    | { kind: 'camera'; payload: Buffer }
    | { kind: 'occupied'; payload: Occupied }
    /** What somebody asks the motor to do, and what it does. */
    | { kind: 'servo'; payload: ServoMessage }
    | { kind: 'servoState'; payload: ServoState }
    | { kind: 'availability'; payload: Availability }
    | { kind: 'availabilityOf'; part: AvailabilityPart; payload: PartAvailability }
    | { kind: 'command'; payload: CommandMessage }
    /** The text that somebody asks a setting to become; not checked against its range yet. */
    | { kind: 'settingSet'; setting: string; payload: string }
    /** All settings of the cradle as they are now: from its owner node to every node that needs them. */
    | { kind: 'settings'; payload: SettingValues }
    | { kind: 'monitoring'; payload: Monitoring }
  );

/** No message about a cradle: lets time pass in every rule, and comes out at the end as the heartbeat. */
export interface TickMessage {
  kind: 'tick';
  received: number;
}

/** First output of an alert node: the retained state of the alert, ready for an mqtt out node. */
export type AlertOutput = {
  topic: string;
  cradle: string;
  kind: 'alert';
  payload: AlertMessage;
  retain: true;
  qos: 1;
};

/** Second output of an alert node: what just happened, ready for an mqtt out node and for cradle notify. */
export type EventOutput = {
  topic: string;
  cradle: string;
  kind: 'event';
  payload: EventMessage;
  /** The alert it is about. */
  alert: AlertMessage;
  /** What its sentence is made of, so that it can be said in another language. */
  facts: AlertFacts;
  /** How often it was told since it was raised, this time included. */
  told: number;
  retain: false;
  qos: 1;
};

function hasKind(message: object): message is { kind: string } {
  return 'kind' in message && typeof message.kind === 'string';
}

export function isTick(message: object): message is TickMessage {
  return hasKind(message) && message.kind === 'tick';
}

/** Whether a message of the flow is one that cradle reading or cradle settings has made. */
export function isRuleMessage(message: object): message is RuleMessage {
  return (
    hasKind(message) && message.kind !== 'tick' && 'cradle' in message && typeof message.cradle === 'string'
  );
}

/** Kinds that a cradle itself sends. */
const OF_CRADLES: readonly RuleMessage['kind'][] = [
  'temperature',
  'direction',
  'crying',
  'frame',
  'camera',
  'occupied',
  'servoState',
  'availability',
  'availabilityOf',
];

/** Whether a message comes from a cradle: what somebody asks of a name, such as a setting, makes none of it. */
export function isFromCradle({ kind }: RuleMessage): boolean {
  return OF_CRADLES.includes(kind);
}
