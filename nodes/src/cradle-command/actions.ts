/** The actions that the editor offers; a message may name any other that the rules know. */
export const OFFERED_ACTIONS = [
  'acknowledge',
  'snooze',
  'pause',
  'resume',
  'rock',
  'stop_rocking',
  'soothing',
  'set',
  'test_alarm',
  'self_check',
  'pair',
  'care',
  'forget',
] as const;
