/** What a history card can be given besides its cradle. */
export const HISTORY_FIELDS = { range: ['24h', '7d', '30d'] } as const;
