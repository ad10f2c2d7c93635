/** What the cradle's own firmware says that the motor does. */
export interface Motion {
  on: boolean;
  /** 1 to 4; null while it stands still. */
  level: number | null;
}

export type FirmwareLine =
  /** It announces itself, answers, or tells a change. */
  | { kind: 'status'; version: string; motion: Motion }
  /** It did not understand a command. */
  | { kind: 'unknown'; version: string };

const LINE = /^smart-cradle (\d+\.\d+\.\d+) (?:(off)|(run)|level ([1-4])|unknown)$/;

/** The level that the firmware runs at by the command `servo`. */
const RUN_LEVEL = 2;

/** A line of the cradle's own firmware (agent/firmware); undefined for any other line. */
export function parseFirmwareLine(line: string): FirmwareLine | undefined {
  const [, version, off, run, level] = LINE.exec(line.trim()) ?? [];
  if (!version) return undefined;
  if (off) return { kind: 'status', version, motion: { on: false, level: null } };
  if (run) return { kind: 'status', version, motion: { on: true, level: RUN_LEVEL } };
  if (level) return { kind: 'status', version, motion: { on: true, level: Number(level) } };
  return { kind: 'unknown', version };
}
