/** Something that the machine lacks: the message says what, and the way out, in one sentence for the user. */
export class SetupError extends Error {
  override name = 'SetupError';
}
