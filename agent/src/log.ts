import { pino } from 'pino';
import pretty from 'pino-pretty';
import type { Config } from './config/schema.ts';

/** What the parts need of the logger. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Logs to standard error, so that standard output stays free for what commands print. */
export function createLog({ level, format }: Config['log']): Log {
  const options = { level, redact: ['password', '*.password', 'url'] };
  return format === 'pretty'
    ? pino(
        options,
        pretty({ destination: 2, sync: true, ignore: 'pid,hostname', translateTime: 'SYS:HH:MM:ss.l' }),
      )
    : pino(options, pino.destination({ dest: 2, sync: true }));
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
