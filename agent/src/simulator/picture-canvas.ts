/** A colour, 0–255 each. */
export type Colour = readonly [red: number, green: number, blue: number];

/** A picture in memory: RGB, a byte each, row by row. */
export class Canvas {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;

  constructor(width: number, height: number, data = new Uint8Array(width * height * 3)) {
    this.width = width;
    this.height = height;
    this.data = data;
  }

  copyFrom(other: Canvas): void {
    this.data.set(other.data);
  }

  /** A rectangle, cut off at the edges. */
  rectangle(left: number, top: number, width: number, height: number, [red, green, blue]: Colour): void {
    const [x0, x1] = [Math.max(0, Math.round(left)), Math.min(this.width, Math.round(left + width))];
    const [y0, y1] = [Math.max(0, Math.round(top)), Math.min(this.height, Math.round(top + height))];
    for (let y = y0; y < y1; y++) {
      for (let at = (y * this.width + x0) * 3; at < (y * this.width + x1) * 3; at += 3) {
        this.data[at] = red;
        this.data[at + 1] = green;
        this.data[at + 2] = blue;
      }
    }
  }

  /**
   * An ellipse, turned by `angle` (radians, clockwise), that gets darker towards its edge like something round.
   *
   * @param shade how much darker the edge is, 0 (flat) to 1 (black)
   */
  ellipse(
    shape: { x: number; y: number; rx: number; ry: number; angle?: number },
    colour: Colour,
    shade = 0.35,
  ): void {
    const { x, y, rx, ry, angle = 0 } = shape;
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    const [halfWidth, halfHeight] = [Math.hypot(rx * cos, ry * sin), Math.hypot(rx * sin, ry * cos)];
    const [x0, x1] = [
      Math.max(0, Math.ceil(x - halfWidth)),
      Math.min(this.width - 1, Math.floor(x + halfWidth)),
    ];
    const [y0, y1] = [
      Math.max(0, Math.ceil(y - halfHeight)),
      Math.min(this.height - 1, Math.floor(y + halfHeight)),
    ];
    for (let row = y0; row <= y1; row++) {
      for (let column = x0; column <= x1; column++) {
        const [dx, dy] = [column - x, row - y];
        const distance = ((dx * cos + dy * sin) / rx) ** 2 + ((dy * cos - dx * sin) / ry) ** 2;
        if (distance > 1) continue;
        const light = 1 - shade * distance * distance;
        const at = (row * this.width + column) * 3;
        this.data[at] = colour[0] * light;
        this.data[at + 1] = colour[1] * light;
        this.data[at + 2] = colour[2] * light;
      }
    }
  }

  /** Text in capital letters, digits and a few signs; `size` is the side of a dot in pixels. */
  text(left: number, top: number, text: string, size: number, colour: Colour): void {
    for (const [i, letter] of [...text].entries()) {
      const rows = LETTERS[letter];
      if (!rows) throw new Error(`no letter ${JSON.stringify(letter)} to draw`);
      for (const [row, dots] of rows.entries()) {
        for (let column = 0; column < 3; column++) {
          if (dots & (4 >> column)) {
            this.rectangle(left + (i * 4 + column) * size, top + row * size, size, size, colour);
          }
        }
      }
    }
  }
}

/** Letters of 3×5 dots, a row a number: no font need be installed. */
const LETTERS: Record<string, readonly number[]> = {
  ' ': [0, 0, 0, 0, 0],
  ':': [0, 2, 0, 2, 0],
  '.': [0, 0, 0, 0, 2],
  0: [7, 5, 5, 5, 7],
  1: [2, 6, 2, 2, 7],
  2: [7, 1, 7, 4, 7],
  3: [7, 1, 7, 1, 7],
  4: [5, 5, 7, 1, 1],
  5: [7, 4, 7, 1, 7],
  6: [7, 4, 7, 5, 7],
  7: [7, 1, 1, 1, 1],
  8: [7, 5, 7, 5, 7],
  9: [7, 5, 7, 1, 7],
  A: [7, 5, 7, 5, 5],
  D: [6, 5, 5, 5, 6],
  E: [7, 4, 7, 4, 7],
  I: [7, 2, 2, 2, 7],
  L: [4, 4, 4, 4, 7],
  M: [5, 7, 7, 5, 5],
  S: [7, 4, 7, 1, 7],
  T: [7, 2, 2, 2, 2],
  U: [5, 5, 5, 5, 7],
};
