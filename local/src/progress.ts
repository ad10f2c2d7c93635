/** Progress for people, on standard error: standard output belongs to `--json`. */
export function createProgress(write: (text: string) => void = (text) => process.stderr.write(text)) {
  const begin = performance.now();
  return {
    say(title: string, text: string): void {
      const seconds = ((performance.now() - begin) / 1000).toFixed(1).padStart(6);
      write(`${seconds} s  ${title.padEnd(17)} ${text}\n`);
    },
    /** A text of its own, such as the block at the end. */
    show: (text: string): void => write(`${text}\n`),
  };
}
