import type { AlertType } from '@smart-cradle/protocol/alerts';
import type { DirectionState } from '@smart-cradle/protocol/direction';

/** What the card shows as a sensor. */
export type PartName = 'camera' | 'direction' | 'crying' | 'temperature' | 'rocking' | 'rules' | 'commands';

type Sentence = (value: string) => string;

/** The kinds of the care log. */
type CareName = 'fed' | 'changed' | 'bed' | 'medicine' | 'bath' | 'other';
/** A card as the card picker shows it. */
export type CardName = 'cradle' | 'history' | 'night' | 'alerts' | 'settings' | 'pairing' | 'choice';

export interface Texts {
  cards: Record<CardName, { name: string; description: string }>;
  strategyName: string;
  strategyDescription: string;
  simulated: string;
  simulatedLong: string;
  disclaimer: string;

  direction: string;
  directions: Record<DirectionState, string>;
  /** How the face is read out. */
  facePicture: Sentence;
  babySide: string;
  crying: string;
  cryingNow: string;
  quiet: string;
  probability: Sentence;
  loudness: Sentence;
  temperature: string;
  limit: Sentence;
  aboveLimit: Sentence;
  notOnBaby: string;
  rocking: string;
  rockingOn: string;
  rockingOff: string;
  timeLeft: Sentence;
  startRocking: string;
  stopRocking: string;
  starting: string;
  stopping: string;
  noAnswer: string;

  /** "for 3 min" */
  lasting: Sentence;
  /** "since 03:12" */
  since: Sentence;
  status: { missing: string; unavailable: string; unknown: string };

  live: string;
  pictureAge: Sentence;
  pictureWaiting: string;
  pictureGone: string;
  pictureNone: string;
  pictureFailed: string;
  pictureOf: Sentence;
  openPicture: string;
  close: string;

  watching: string;
  partsWatching: string;
  impaired: string;
  notWatching: Sentence;
  blind: string;
  blindLong: string;
  offline: string;
  offlineLong: string;
  disconnected: string;
  disconnectedLong: string;
  paused: string;
  pausedUntil: Sentence;
  pausedBy: Sentence;
  haveBaby: string;
  haveBabyLong: string;
  pauseFor: Sentence;
  resume: string;
  part: Record<PartName, string>;

  careLog: string;
  care: Record<CareName, string>;
  careLogged: (kind: string, time: string) => string;
  careUndone: Sentence;
  careNotFound: string;
  undo: string;
  ago: Sentence;
  sleep: Record<'asleep' | 'awake' | 'fussing' | 'away', string>;
  inBed: string;
  bedEmpty: string;
  steady: string;
  rising: (degrees: string, duration: string) => string;
  falling: (degrees: string, duration: string) => string;
  weaker: string;
  stronger: string;
  strengthOf: Sentence;
  reload: string;
  chooseCradle: string;

  /** What an alert says when the rules' own message is in another language. */
  alertSentence: Record<AlertType, (value: string) => string>;
  acknowledge: string;
  acknowledged: string;
  acknowledgedBy: Sentence;
  snooze: Sentence;
  snoozedUntil: Sentence;
  beforeLoss: string;
  sent: string;
  commandFailed: Sentence;

  loading: string;
  noCradle: Sentence;
  noCradleLong: string;
  knownCradles: Sentence;
  noEntities: Sentence;
  noEntitiesLong: string;

  whatNextTitle: string;
  whatNext: readonly string[];
}

export const en: Texts = {
  cards: {
    cradle: {
      name: 'Smart Cradle',
      description:
        'Picture, face, crying, temperature, rocking and alerts of one cradle; also as a bedside view',
    },
    history: {
      name: 'Smart Cradle: history',
      description: 'Temperature, crying, sleep and alerts of a day, a week or a month',
    },
    night: {
      name: 'Smart Cradle: last night',
      description: 'How the last night was, beside the week before',
    },
    alerts: { name: 'Smart Cradle: alerts', description: 'The log of alerts, and who is told of them' },
    settings: {
      name: 'Smart Cradle: settings',
      description: 'Thresholds, durations and the rest, with undo',
    },
    pairing: {
      name: 'Smart Cradle: add a phone',
      description: 'A QR code that makes another phone ring too',
    },
    choice: {
      name: 'Smart Cradle: choice of cradle',
      description: 'Which cradle the cards of a view show, where there are several',
    },
  },
  strategyName: 'Smart Cradle',
  strategyDescription: 'A dashboard with every cradle of the house',
  simulated: 'SIMULATED',
  simulatedLong: 'No real baby is being watched',
  disclaimer: 'It is a helper, not a medical device.',

  direction: 'Face',
  directions: { front: 'Front', left: 'Left', right: 'Right', not_visible: 'Not visible' },
  facePicture: (direction) => `Face: ${direction}`,
  babySide: "baby's side",
  crying: 'Crying',
  cryingNow: 'Crying',
  quiet: 'Quiet',
  probability: (percent) => `${percent} sure`,
  loudness: (level) => `loudness ${level}`,
  temperature: 'Temperature',
  limit: (degrees) => `limit ${degrees}`,
  aboveLimit: (degrees) => `above ${degrees}`,
  notOnBaby: 'not on the baby',
  rocking: 'Rocking',
  rockingOn: 'Rocking',
  rockingOff: 'Still',
  timeLeft: (time) => `${time} left`,
  startRocking: 'Start',
  stopRocking: 'Stop',
  starting: 'Starting…',
  stopping: 'Stopping…',
  noAnswer: 'The cradle did not answer',

  lasting: (duration) => `for ${duration}`,
  since: (time) => `since ${time}`,
  status: { missing: 'Not set up', unavailable: 'Unavailable', unknown: 'No reading yet' },

  live: 'Live',
  pictureAge: (age) => `Picture is ${age} old`,
  pictureWaiting: 'Waiting for a picture…',
  pictureGone: 'Camera unavailable',
  pictureNone: 'This cradle has no camera',
  pictureFailed: 'No picture arrives',
  pictureOf: (name) => `Picture of ${name}`,
  openPicture: 'Show the picture full screen',
  close: 'Close',

  watching: 'Watching',
  partsWatching: 'Picture, face, sound and temperature',
  impaired: 'Not everything is watched',
  notWatching: (parts) => `Not watching: ${parts}`,
  blind: 'No alerts will come',
  blindLong: 'The rules are not running, so nothing rings. Look at the baby yourself.',
  offline: 'The cradle is offline',
  offlineLong: 'Nothing is being watched. Look at the baby yourself.',
  disconnected: 'Connection to Home Assistant lost',
  disconnectedLong: 'Readings are not shown, since they would be old. Trying again…',
  paused: 'Monitoring is paused',
  pausedUntil: (time) => `Until ${time}`,
  pausedBy: (name) => `by ${name}`,
  haveBaby: 'I have the baby',
  haveBabyLong: 'Pause monitoring',
  pauseFor: (duration) => `Pause monitoring for ${duration}`,
  resume: 'Watch again',
  part: {
    camera: 'picture',
    direction: 'face',
    crying: 'sound',
    temperature: 'temperature',
    rocking: 'rocking',
    rules: 'alerts',
    commands: 'commands',
  },

  careLog: 'Care log',
  care: {
    fed: 'Fed',
    changed: 'Changed',
    bed: 'To bed',
    medicine: 'Medicine',
    bath: 'Bath',
    other: 'Other',
  },
  careLogged: (kind, time) => `${kind}: written down for ${time}`,
  careUndone: (kind) => `${kind}: taken back`,
  careNotFound: 'The entry cannot be found in the history',
  undo: 'Undo',
  ago: (duration) => `${duration} ago`,
  sleep: { asleep: 'Asleep', awake: 'Awake', fussing: 'Fussing', away: 'Not in bed' },
  inBed: 'In bed',
  bedEmpty: 'Bed is empty',
  steady: 'steady',
  rising: (degrees, duration) => `up ${degrees} in ${duration}`,
  falling: (degrees, duration) => `down ${degrees} in ${duration}`,
  weaker: 'Rock more gently',
  stronger: 'Rock more strongly',
  strengthOf: (level) => `Strength ${level}`,
  chooseCradle: 'Which cradle',
  reload: 'Smart Cradle was updated. Reload the page',

  alertSentence: {
    high_temperature: (value) => (value ? `The temperature was ${value}.` : 'The temperature is too high.'),
    abnormal_position: (value) =>
      value ? `The face is not in front: ${value}.` : 'The face is not in front.',
    crying: () => 'The baby is crying.',
    face_not_visible: () => 'The face cannot be seen.',
    sensor_lost: (value) => (value ? `No readings from: ${value}.` : 'A sensor sends no readings.'),
    agent_offline: () => 'The cradle cannot be reached.',
    broker_offline: () => 'The MQTT broker cannot be reached.',
    custom: () => 'Something needs attention.',
    history_offline: () => 'Readings are not being stored.',
    history_lost: () => 'A part of the history is lost.',
    backup_failed: () => 'The history is not backed up.',
    disk_full: () => 'The disk is nearly full.',
  },
  acknowledge: 'Acknowledge',
  acknowledged: 'Acknowledged',
  acknowledgedBy: (name) => `Acknowledged by ${name}`,
  snooze: (duration) => `Snooze ${duration}`,
  snoozedUntil: (time) => `Snoozed until ${time}`,
  beforeLoss: 'As it was before the connection was lost',
  sent: 'Sent…',
  commandFailed: (reason) => `That did not work: ${reason}`,

  loading: 'Looking for the cradle…',
  noCradle: (uuid) => `No cradle “${uuid}” in Home Assistant`,
  noCradleLong: 'Is it switched on and connected to the broker?',
  knownCradles: (names) => `Found here: ${names}`,
  noEntities: (name) => `“${name}” has no entities`,
  noEntitiesLong: 'They may be disabled. Look at the device in Home Assistant’s settings.',

  whatNextTitle: 'No cradle yet',
  whatNext: [
    'Switch the cradle on and wait a minute: it appears here by itself.',
    'If it does not, check that the cradle and Home Assistant use the same MQTT broker.',
    'Home Assistant’s MQTT integration must be set up, with discovery on (it is by default).',
  ],
};
