/**
 * The end-to-end files, by the stack that they run on: two at a time, since one waits most of the time for a round of
 * the scenario to pass. On each stack they run one after the other; those that break it come last.
 */
export const SUITES = {
  house: [
    'original-protocol',
    'broken-messages',
    'detect',
    'history',
    'dashboard-editors',
    'round',
    'recovery',
    'stop',
  ],
  people: [
    'dashboard-history',
    'dashboard',
    'dashboard-pressing',
    'soothing',
    'notifications',
    'notifications-outage',
  ],
} as const satisfies Record<string, readonly string[]>;

export type SuiteName = keyof typeof SUITES;
export const SUITE_NAMES = Object.keys(SUITES) as SuiteName[];

/** Which of them this process runs. */
export const SUITE: SuiteName = process.env.SMART_CRADLE_SUITE === 'people' ? 'people' : 'house';
