/** One part of the agent. Its constructor only remembers; `start` begins, `stop` leaves nothing behind. */
export interface Part {
  start(): void | Promise<void>;
  stop(): void | Promise<void>;
}
