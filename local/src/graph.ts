/** A piece of the stack: what it needs first, and how it starts. */
export interface Part<Name extends string> {
  name: Name;
  /** Parts that must have started before; those that are not in the list at all are ignored. */
  needs: readonly Name[];
  /** Resolves when the part is ready. */
  start(): Promise<void>;
}

/**
 * The order in which one part after the other could start; its reverse is the order to stop in.
 * @throws Error when parts need each other.
 */
export function startOrder<Name extends string>(parts: readonly Part<Name>[]): Name[] {
  const byName = new Map(parts.map((part) => [part.name, part]));
  const order: Name[] = [];
  const visit = (name: Name, path: readonly Name[]) => {
    const part = byName.get(name);
    if (!part || order.includes(name)) return;
    if (path.includes(name)) throw new Error(`these parts need each other: ${[...path, name].join(' → ')}`);
    for (const need of part.needs) visit(need, [...path, name]);
    order.push(name);
  };
  for (const { name } of parts) visit(name, []);
  return order;
}

/**
 * Starts each part as soon as all that it needs has started. When one fails, no further part is started, and the
 * first failure is thrown after those under way have come to their end.
 */
export async function startParts<Name extends string>(parts: readonly Part<Name>[]): Promise<void> {
  const started = new Map<Name, Promise<void>>();
  const byName = new Map(parts.map((part) => [part.name, part]));
  let failed = false;
  for (const name of startOrder(parts)) {
    const part = byName.get(name);
    if (!part) continue;
    const needs = part.needs.flatMap((need) => started.get(need) ?? []);
    const ready = Promise.all(needs).then(async () => {
      if (failed) throw new Error(`${name} was not started`);
      await part.start();
    });
    started.set(
      name,
      ready.catch((error: unknown) => {
        failed = true;
        throw error;
      }),
    );
  }
  const results = [...started.values()];
  const first = Promise.all(results);
  first.catch(() => undefined);
  await Promise.allSettled(results);
  await first;
}
