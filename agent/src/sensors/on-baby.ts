import { ON_BABY_TEMPERATURE } from '@smart-cradle/protocol/temperature';

/** ms that a thermometer stays cold until it counts as not on the baby: a cool hand or a change of clothes is shorter. */
const COLD_FOR = 60_000;

/**
 * Whether the thermometer lies on the baby: not when it has been colder than {@link ON_BABY_TEMPERATURE} for a minute.
 * One reading that is warm enough says that it does.
 *
 * @returns takes °C and ms of a steady clock, in order.
 */
export function createOnBaby(): (celsius: number, now: number) => boolean {
  let coldSince: number | undefined;
  return (celsius, now) => {
    coldSince = celsius < ON_BABY_TEMPERATURE ? (coldSince ?? now) : undefined;
    return coldSince === undefined || now - coldSince < COLD_FOR;
  };
}
