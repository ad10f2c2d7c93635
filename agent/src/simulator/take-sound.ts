/** Gives the next samples of 16 kHz. */
export type TakeSound = (count: number) => Int16Array;
