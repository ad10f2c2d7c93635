import {
  ALERT_STATES,
  ALERT_TYPES,
  ALERTS,
  type AlertCategory,
  type AlertSeverity,
  type AlertState,
  type AlertType,
} from '@smart-cradle/protocol/alerts';
import { AVAILABILITY_PARTS, type AvailabilityPart } from '@smart-cradle/protocol/availability';
import { DIRECTION_STATES, type DirectionState } from '@smart-cradle/protocol/direction';
import { type Language, languageOf } from '@smart-cradle/protocol/language';
import { type EntityReader, instant, textOrNull } from '../card/reading.ts';
import type { PartName, Texts } from '../localize/en.ts';
import type { Format } from '../localize/format.ts';

export interface RaisedAlert {
  type: AlertType;
  category: AlertCategory;
  severity: AlertSeverity;
  state: AlertState;
  /** The rules' own words, in the language of the house. */
  message: string;
  /** When the condition began. */
  since: Date | null;
  acknowledgedBy: string | null;
  snoozedUntil: Date | null;
  value: number | string | null;
  simulated: boolean;
}

/** What calls for a hand first; then what rings, then the baby before the monitor, then what lasts longest. */
function urgency(alert: RaisedAlert): number[] {
  return [
    alert.state === 'active' ? 0 : 1,
    alert.severity === 'wake' ? 0 : 1,
    alert.category === 'care' ? 0 : 1,
    alert.since?.getTime() ?? 0,
  ];
}

function byUrgency(a: RaisedAlert, b: RaisedAlert): number {
  const other = urgency(b);
  const differing = urgency(a)
    .map((part, index) => part - (other[index] ?? 0))
    .find((difference) => difference !== 0);
  return differing ?? 0;
}

/** The alerts whose cause lasts, the most urgent first. */
export function raisedAlerts(reader: EntityReader): RaisedAlert[] {
  return ALERT_TYPES.flatMap((type): RaisedAlert[] => {
    const entity = reader.entity(`alert_${type}`);
    if (entity?.state !== 'on') return [];
    const { attributes } = entity;
    const value = attributes.value;
    return [
      {
        type,
        category: ALERTS[type].category,
        severity: ALERTS[type].severity,
        state: ALERT_STATES.find((state) => state === attributes.alert_state) ?? 'active',
        message: textOrNull(attributes.message) ?? '',
        since: instant(attributes.since) ?? instant(attributes.created_at) ?? instant(entity.last_changed),
        acknowledgedBy: textOrNull(attributes.acknowledged_by),
        snoozedUntil: instant(attributes.snoozed_until),
        value: typeof value === 'number' || typeof value === 'string' ? value : null,
        simulated: attributes.simulated === true,
      },
    ];
  }).sort(byUrgency);
}

const PART_OF: Record<AvailabilityPart, PartName> = {
  camera: 'camera',
  microphone: 'crying',
  thermometer: 'temperature',
  servo: 'rocking',
  direction: 'direction',
};

function valueText({ type, value }: RaisedAlert, texts: Texts, format: Format): string {
  if (value === null) return '';
  if (type === 'high_temperature' && Number.isFinite(Number(value))) {
    return `${format.number(Number(value), 1)} °C`;
  }
  if (type === 'abnormal_position' && DIRECTION_STATES.some((state) => state === value)) {
    return texts.directions[value as DirectionState];
  }
  if (type === 'sensor_lost') {
    const parts = String(value).split(/[\s,]+/);
    return format.list(
      AVAILABILITY_PARTS.filter((part) => parts.includes(part)).map((part) => texts.part[PART_OF[part]]),
    );
  }
  return '';
}

/** The rules' message where it is in the reader's language, else what the card knows itself. */
export function alertText(alert: RaisedAlert, language: Language, texts: Texts, format: Format): string {
  const written = languageOf(/\p{Script=Hangul}/u.test(alert.message) ? 'ko' : 'en');
  if (alert.message && written === language) return alert.message;
  return texts.alertSentence[alert.type](valueText(alert, texts, format));
}
