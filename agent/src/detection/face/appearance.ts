/** Cells a side of the grid in which a face's appearance is kept, and samples a side of each cell. */
const [CELLS, SAMPLES] = [12, 4];

/**
 * What a face looks like in the square in which its mesh is fitted, upright and as large as any: the brightness of a
 * coarse grid.
 *
 * @param values of the square, side × side of red, then of green, which alone is looked at, then of blue
 */
export function appearanceOf(values: Float32Array, side: number): Float32Array {
  const appearance = new Float32Array(CELLS * CELLS);
  const step = side / (CELLS * SAMPLES);
  for (let y = 0; y < CELLS * SAMPLES; y++) {
    const row = side * side + Math.floor((y + 0.5) * step) * side;
    const cells = Math.floor(y / SAMPLES) * CELLS;
    for (let x = 0; x < CELLS * SAMPLES; x++) {
      const cell = cells + Math.floor(x / SAMPLES);
      appearance[cell] =
        (appearance[cell] as number) + (values[row + Math.floor((x + 0.5) * step)] as number);
    }
  }
  return appearance;
}

/** How alike two appearances are, in any light: their correlation, 1 when they are the same, 0 when one is flat. */
export function likeness(a: Float32Array, b: Float32Array): number {
  const [meanA, meanB] = [a, b].map((each) => each.reduce((sum, value) => sum + value, 0) / each.length);
  let [both, squaresA, squaresB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [fromA, fromB] = [(a[i] as number) - (meanA as number), (b[i] as number) - (meanB as number)];
    both += fromA * fromB;
    squaresA += fromA * fromA;
    squaresB += fromB * fromB;
  }
  return squaresA === 0 || squaresB === 0 ? 0 : both / Math.sqrt(squaresA * squaresB);
}
