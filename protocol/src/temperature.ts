/** Constants of the temperature, without a dependency: cards read them too. */

/** °C that a thermometer on or near a baby can show; outside, the line or the device is broken. */
export const TEMPERATURE_RANGE = { min: 10, max: 45 } as const;
/** Below this, °C, the thermometer does not lie on the baby, which is no question of fever. */
export const ON_BABY_TEMPERATURE = 33;
