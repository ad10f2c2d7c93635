import type { Canvas, Colour } from './picture-canvas.ts';

/** The middle of the head, in pixels of a picture of 640×480. */
export const HEAD = { x: 320, y: 178 };

/** Half the width and height of the head, and how far it lies behind the face, in pixels. */
const SKULL = { rx: 92, ry: 112, behind: 34 };
const BLANKET = { left: 150, top: 292, width: 340 };

const SHEET: Colour = [205, 212, 222];
const PILLOW: Colour = [232, 234, 238];
const WOOD: Colour = [150, 112, 74];
const FLOOR: Colour = [96, 92, 90];
const SKIN: Colour = [222, 178, 150];
const HAIR: Colour = [134, 98, 62];
const SLEEVE: Colour = [238, 214, 120];
const WOOL: Colour = [108, 146, 178];
const STRIPE: Colour = [92, 124, 156];

/** The empty bed: floor, mattress, pillow and bars. */
export function drawBed(canvas: Canvas): void {
  const { width, height } = canvas;
  canvas.rectangle(0, 0, width, height, FLOOR);
  canvas.rectangle(92, 20, width - 184, height - 40, SHEET);
  for (let y = 30; y < height - 30; y += 22) canvas.rectangle(92, y, width - 184, 1, [196, 203, 213]);
  canvas.ellipse({ x: HEAD.x, y: HEAD.y + 6, rx: 178, ry: 134 }, PILLOW, 0.12);
  for (const x of [70, width - 92]) canvas.rectangle(x, 0, 22, height, WOOD);
  for (const y of [0, height - 22]) canvas.rectangle(70, y, width - 140, 22, WOOD);
  for (let y = 44; y < height - 40; y += 48) {
    canvas.rectangle(0, y, 70, 10, WOOD);
    canvas.rectangle(width - 70, y, 70, 10, WOOD);
  }
}

/** The head without a face; from behind it is all hair. */
export function drawHead(
  canvas: Canvas,
  { x, y, yaw, roll }: { x: number; y: number; yaw: number; roll: number },
  faceVisible: boolean,
): void {
  const angle = (roll * Math.PI) / 180;
  const back = -SKULL.behind * Math.sin((yaw * Math.PI) / 180);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const at = (right: number, down: number): { x: number; y: number } => ({
    x: x + right * cos - down * sin,
    y: y + right * sin + down * cos,
  });
  if (faceVisible) {
    canvas.ellipse({ ...at(0, 96), rx: 46, ry: 44, angle }, SKIN, 0.3);
    canvas.ellipse({ ...at(back, -22), rx: SKULL.rx + 8, ry: SKULL.ry, angle }, HAIR, 0.3);
    canvas.ellipse({ ...at(back * 0.6, 10), rx: SKULL.rx - 18, ry: SKULL.ry - 36, angle }, SKIN, 0.25);
  } else {
    canvas.ellipse({ ...at(0, -8), rx: SKULL.rx + 8, ry: SKULL.ry + 4, angle }, HAIR, 0.4);
  }
}

/** The blanket with the body under it, which breathes, and the hands. Without a baby it lies flat. */
export function drawBlanket(canvas: Canvas, occupied: boolean, motion: number, time: number): void {
  const { left, width } = BLANKET;
  if (!occupied) {
    blanket(canvas, left, 390, width);
    return;
  }
  const breath = 1.5 * Math.sin(time * 4);
  const kick = motion * 12 * Math.sin(time * 5.3);
  const middle = left + width / 2;
  canvas.ellipse({ x: middle, y: BLANKET.top + 30, rx: 140, ry: 44 + breath }, SLEEVE, 0.25);
  blanket(canvas, left, BLANKET.top + 24 - breath, width);
  for (const side of [-1, 1]) {
    const wave = motion * 26 * Math.sin(time * 4.1 + side);
    const hand = { x: middle + side * (150 + kick), y: BLANKET.top + 34 + wave };
    canvas.ellipse({ x: hand.x - side * 12, y: hand.y + 14, rx: 26, ry: 20 }, SLEEVE, 0.3);
    canvas.ellipse({ ...hand, rx: 17, ry: 15 }, SKIN, 0.3);
  }
  canvas.ellipse({ x: middle + kick, y: 396, rx: 96 + breath, ry: 52 + breath }, [122, 160, 192], 0.18);
}

function blanket(canvas: Canvas, left: number, top: number, width: number): void {
  canvas.rectangle(left, top, width, 458 - top, WOOL);
  for (let x = left + 12; x < left + width - 10; x += 34) canvas.rectangle(x, top, 9, 458 - top, STRIPE);
  canvas.rectangle(left, top, width, 12, PILLOW);
}
