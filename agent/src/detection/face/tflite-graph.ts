import { ByteBuffer } from 'flatbuffers';

/*
 * Field numbers are those of TensorFlow Lite's schema.fbs (Apache-2.0).
 */
const MODEL = { operatorCodes: 1, subgraphs: 2, buffers: 4 };
const SUBGRAPH = { tensors: 0, operators: 3 };
const TENSOR = { shape: 0, type: 1, buffer: 2, name: 3 };
const OPERATOR = { opcode: 0, inputs: 1, outputs: 2, options: 4 };
const OPERATOR_CODE = { deprecated: 0, custom: 1, builtin: 3 };

/** TensorType of schema.fbs. */
const FLOAT32 = 0;
const FLOAT16 = 1;

/** Reads tables of a FlatBuffer by field number. Positions are bytes from the start of the file. */
export class FlatTables {
  readonly bytes: ByteBuffer;

  constructor(bytes: Uint8Array) {
    this.bytes = new ByteBuffer(bytes);
  }

  root(): number {
    return this.bytes.readUint32(0);
  }

  /** Position of a field's value, 0 when the table lacks it. */
  field(table: number, number: number): number {
    const vtable = table - this.bytes.readInt32(table);
    const slot = 4 + 2 * number;
    const relative = slot < this.bytes.readUint16(vtable) ? this.bytes.readUint16(vtable + slot) : 0;
    return relative === 0 ? 0 : table + relative;
  }

  /** Position of the table, vector or string that a field points to, 0 when the table lacks it. */
  target(table: number, number: number): number {
    const at = this.field(table, number);
    return at === 0 ? 0 : at + this.bytes.readUint32(at);
  }

  /** Positions of the tables of a vector. */
  tables(table: number, number: number): number[] {
    const vector = this.target(table, number);
    if (vector === 0) return [];
    return Array.from({ length: this.bytes.readUint32(vector) }, (_, i) => {
      const at = vector + 4 + 4 * i;
      return at + this.bytes.readUint32(at);
    });
  }

  integers(table: number, number: number): number[] {
    const vector = this.target(table, number);
    if (vector === 0) return [];
    return Array.from({ length: this.bytes.readUint32(vector) }, (_, i) =>
      this.bytes.readInt32(vector + 4 + 4 * i),
    );
  }

  text(table: number, number: number): string {
    const at = this.target(table, number);
    if (at === 0) return '';
    const length = this.bytes.readUint32(at);
    return Buffer.from(this.bytes.bytes().subarray(at + 4, at + 4 + length)).toString();
  }

  /** A byte or an integer of 32 bits; `otherwise` when the table lacks it. */
  byte(table: number, number: number, otherwise = 0): number {
    const at = table === 0 ? 0 : this.field(table, number);
    return at === 0 ? otherwise : this.bytes.readInt8(at);
  }
  integer(table: number, number: number, otherwise = 0): number {
    const at = table === 0 ? 0 : this.field(table, number);
    return at === 0 ? otherwise : this.bytes.readInt32(at);
  }
}

export interface TfliteTensor {
  name: string;
  shape: number[];
  type: number;
  /** Values of a constant as they lie in the file; empty: computed. */
  data: Uint8Array;
}

export interface TfliteOperator {
  /** BuiltinOperator of schema.fbs; a custom one has its name. */
  code: number | string;
  inputs: number[];
  outputs: number[];
  /** Position of the table of its options, 0: none. */
  options: number;
}

/** The one graph of a TFLite file. */
export interface TfliteGraph {
  tables: FlatTables;
  tensors: TfliteTensor[];
  operators: TfliteOperator[];
}

const CUSTOM = 32;

export function readGraph(bytes: Uint8Array): TfliteGraph {
  const tables = new FlatTables(bytes);
  const model = tables.root();
  const graph = tables.tables(model, MODEL.subgraphs)[0] ?? 0;
  const buffers = tables.tables(model, MODEL.buffers);
  const codes = tables.tables(model, MODEL.operatorCodes).map((code) => {
    const builtin = Math.max(
      tables.byte(code, OPERATOR_CODE.deprecated),
      tables.integer(code, OPERATOR_CODE.builtin),
    );
    return builtin === CUSTOM ? tables.text(code, OPERATOR_CODE.custom) : builtin;
  });
  return {
    tables,
    tensors: tables.tables(graph, SUBGRAPH.tensors).map((tensor) => {
      const buffer = buffers[tables.integer(tensor, TENSOR.buffer)] ?? 0;
      const data = buffer === 0 ? 0 : tables.target(buffer, 0);
      return {
        name: tables.text(tensor, TENSOR.name),
        shape: tables.integers(tensor, TENSOR.shape),
        type: tables.byte(tensor, TENSOR.type),
        data:
          data === 0 ? new Uint8Array(0) : bytes.subarray(data + 4, data + 4 + tables.bytes.readUint32(data)),
      };
    }),
    operators: tables.tables(graph, SUBGRAPH.operators).map((operator) => ({
      code: codes[tables.integer(operator, OPERATOR.opcode)] ?? '',
      inputs: tables.integers(operator, OPERATOR.inputs),
      outputs: tables.integers(operator, OPERATOR.outputs),
      options: tables.target(operator, OPERATOR.options),
    })),
  };
}

/** A constant's values; weights of half precision are widened. */
export function floatsOf({ name, type, data }: TfliteTensor): Float32Array {
  if (type === FLOAT32) return new Float32Array(data.slice().buffer);
  if (type !== FLOAT16) throw new Error(`model: tensor ${name} is of type ${type}, not of floats`);
  const halves = new Uint16Array(data.slice().buffer);
  return Float32Array.from(halves, (bits) => {
    const exponent = (bits >> 10) & 31;
    const fraction = bits & 1023;
    const size = exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15);
    return bits & 0x8000 ? -size : size;
  });
}
