/** ms between looks at the parent. */
const LOOK_EVERY = 500;

/** Ends this process when the one that started it is gone, however that one died, or reads no more. */
export function endWithParent(): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.exit(0);
  }, LOOK_EVERY).unref();
  process.stdout.on('error', () => process.exit(0));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(0));
}

/** Ends this process as a device's program does when the device is unplugged. */
export function unplugged(device: string): never {
  process.stderr.write(`${device}: no such device\n`);
  process.exit(1);
}
