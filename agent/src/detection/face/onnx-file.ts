/*
 * Writes ONNX files, which are Protocol Buffers. Field numbers and codes are those of onnx.proto (Apache-2.0).
 */
const FLOAT = 1;
const INT64 = 7;
const ATTRIBUTE_INT = 2;
const ATTRIBUTE_STRING = 3;
const ATTRIBUTE_INTS = 7;
/** Version of the file's format, and of the set of operators. */
const IR_VERSION = 8;
const OPSET = 17;

export type Attribute = number | string | number[];

export interface OnnxTensor {
  name: string;
  shape: number[];
}

/** A graph of floats, put together operator by operator. */
export class OnnxGraph {
  readonly #nodes: Uint8Array[] = [];
  readonly #constants: Uint8Array[] = [];

  add(type: string, inputs: string[], output: string, attributes: Record<string, Attribute> = {}): void {
    this.#nodes.push(
      message(
        ...inputs.map((input) => text(1, input)),
        text(2, output),
        text(4, type),
        ...Object.entries(attributes).map(([name, value]) => bytes(5, attribute(name, value))),
      ),
    );
  }

  constant(name: string, shape: number[], values: Float32Array): string {
    return this.#constant(name, shape, FLOAT, values);
  }

  integers(name: string, values: number[]): string {
    return this.#constant(name, [values.length], INT64, BigInt64Array.from(values, BigInt));
  }

  /** The file. */
  finish(inputs: OnnxTensor[], outputs: OnnxTensor[]): Uint8Array {
    const graph = message(
      ...this.#nodes.map((node) => bytes(1, node)),
      text(2, 'graph'),
      ...this.#constants.map((constant) => bytes(5, constant)),
      ...inputs.map((input) => bytes(11, valueInfo(input))),
      ...outputs.map((output) => bytes(12, valueInfo(output))),
    );
    return message(integer(1, IR_VERSION), bytes(7, graph), bytes(8, message(integer(2, OPSET))));
  }

  #constant(name: string, shape: number[], type: number, values: Float32Array | BigInt64Array): string {
    const raw = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    this.#constants.push(
      message(...shape.map((size) => integer(1, size)), integer(2, type), text(8, name), bytes(9, raw)),
    );
    return name;
  }
}

function attribute(name: string, value: Attribute): Uint8Array {
  if (typeof value === 'number') return message(text(1, name), integer(3, value), integer(20, ATTRIBUTE_INT));
  if (typeof value === 'string') return message(text(1, name), text(4, value), integer(20, ATTRIBUTE_STRING));
  return message(text(1, name), ...value.map((each) => integer(8, each)), integer(20, ATTRIBUTE_INTS));
}

function valueInfo({ name, shape }: OnnxTensor): Uint8Array {
  const dimensions = message(...shape.map((size) => bytes(1, message(integer(1, size)))));
  return message(
    text(1, name),
    bytes(2, message(bytes(1, message(integer(1, FLOAT), bytes(2, dimensions))))),
  );
}

function message(...fields: Uint8Array[]): Uint8Array {
  return Buffer.concat(fields);
}

function integer(field: number, value: number): Uint8Array {
  return Buffer.from([...varint(field << 3), ...varint(value)]);
}

function text(field: number, value: string): Uint8Array {
  return bytes(field, Buffer.from(value));
}

function bytes(field: number, value: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from([...varint((field << 3) | 2), ...varint(value.length)]), value]);
}

function varint(value: number): number[] {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`ONNX: ${value} is no count`);
  const result: number[] = [];
  let rest = value;
  while (rest > 127) {
    result.push((rest % 128) | 128);
    rest = Math.floor(rest / 128);
  }
  return [...result, rest];
}
