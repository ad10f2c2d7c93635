import { Builder } from 'flatbuffers';
import { FlatTables } from './tflite-graph.ts';

/*
 * TFLite files are FlatBuffers, whose offsets point forward. A changed model is therefore the old file, whole and
 * untouched, with new tables in front of it: the new root points to new tables where something changes and into
 * the old file everywhere else. Field numbers are those of TensorFlow Lite's schema.fbs and, for the metadata, of
 * metadata_schema.fbs (both Apache-2.0).
 */
const MODEL = {
  version: 0,
  operatorCodes: 1,
  subgraphs: 2,
  description: 3,
  buffers: 4,
  metadata: 6,
  fields: 8,
};
const SUBGRAPH = { tensors: 0, inputs: 1, outputs: 2, operators: 3, name: 4, fields: 5 };
const TENSOR = { shape: 0, type: 1, buffer: 2, name: 3, fields: 4 };
const OPERATOR = { opcode: 0, inputs: 1, outputs: 2, optionsType: 3, options: 4, fields: 5 };

/** TensorType of schema.fbs. */
const FLOAT32 = 0;
const INT32 = 2;
/** BuiltinOperator and BuiltinOptions of schema.fbs. */
const CONCATENATION = { code: 2, options: 10 };
const GATHER = { code: 36, options: 23 };

/** How a picture's values (0–255) become a network's input: (value − mean) / deviation. */
export interface Normalization {
  mean: number;
  deviation: number;
}

/** The numbers of mesh points that the operators of the attention model carry in their options (a FlexBuffer). */
export function attentionPointLists(model: Uint8Array): number[][] {
  const bytes = Buffer.from(model.buffer, model.byteOffset, model.length);
  const key = Buffer.from('subset_idxs\0');
  const lists: number[][] = [];
  for (let at = bytes.indexOf(key); at >= 0; at = bytes.indexOf(key, at + 1)) {
    const start = at + key.length;
    const count = bytes.readUInt16LE(start);
    const list = Array.from({ length: Math.min(count, 128) }, (_, i) =>
      bytes.readUInt16LE(start + 2 + 2 * i),
    );
    if (count > 128 || list.some((point) => point > 467)) {
      throw new Error(`attention model: a list of ${count} mesh points is not what was expected`);
    }
    lists.push(list);
  }
  return lists;
}

/** A TFLite model with something added. */
export class PatchedModel {
  readonly #old: FlatTables;
  readonly #length: number;
  readonly #builder: Builder;
  readonly #model: number;
  readonly #graph: number;
  readonly #names: string[];
  readonly #tensors: number[] = [];
  readonly #operators: number[] = [];
  readonly #codes: number[] = [];
  readonly #buffers: number[] = [];
  readonly #metadata: number[] = [];
  readonly #counts: { tensors: number; codes: number; buffers: number };
  #outputs: number[];

  constructor(bytes: Uint8Array) {
    this.#old = new FlatTables(bytes);
    this.#length = Math.ceil(bytes.length / 16) * 16;
    this.#builder = new Builder(this.#length + 65536);
    this.#builder.prep(16, 0);
    for (let at = this.#length - 1; at >= bytes.length; at--) this.#builder.writeInt8(0);
    this.#builder.pad(bytes.length);
    const buffer = this.#builder.dataBuffer().bytes();
    buffer.set(bytes, buffer.length - this.#length);
    this.#model = this.#old.root();
    const graphs = this.#old.tables(this.#model, MODEL.subgraphs);
    if (graphs.length !== 1 || graphs[0] === undefined)
      throw new Error(`model: ${graphs.length} graphs, not 1`);
    this.#graph = graphs[0];
    const tensors = this.#old.tables(this.#graph, SUBGRAPH.tensors);
    this.#names = tensors.map((tensor) => this.#old.text(tensor, TENSOR.name));
    this.#outputs = this.#old.integers(this.#graph, SUBGRAPH.outputs);
    this.#counts = {
      tensors: tensors.length,
      codes: this.#old.tables(this.#model, MODEL.operatorCodes).length,
      buffers: this.#old.tables(this.#model, MODEL.buffers).length,
    };
  }

  /** Number of the tensor of that name. */
  tensor(name: string): number {
    const index = this.#names.indexOf(name);
    if (index < 0) throw new Error(`model: no tensor ${name}; there are ${this.#names.join(', ')}`);
    return index;
  }

  get outputNames(): string[] {
    return this.#outputs.map((index) => this.#names[index] ?? '');
  }

  setOutputs(tensors: number[]): void {
    this.#outputs = tensors;
  }

  /** Joins tensors of the shape 1×1×1×n along their last axis; gives the number of the new one. */
  concatenate(tensors: number[], length: number): number {
    const output = this.#addTensor('joined', FLOAT32, [1, 1, 1, length], 0);
    this.#addOperator(CONCATENATION, tensors, [output], 3);
    return output;
  }

  /** Takes values out of a tensor of the shape 1×1×1×n by their places in it; gives the number of the new tensor. */
  gather(tensor: number, places: number[]): number {
    const data = new Uint8Array(Int32Array.from(places).buffer);
    const index = this.#addTensor('places', INT32, [places.length], this.#addBuffer(data));
    const output = this.#addTensor('gathered', FLOAT32, [1, 1, 1, places.length], 0);
    this.#addOperator(GATHER, [tensor, index], [output], 3);
    return output;
  }

  /** Writes the metadata that MediaPipe's tasks ask of a model that takes a picture. */
  describeInput({ mean, deviation }: Normalization): void {
    const b = new Builder(256);
    const floats = (value: number): number => {
      b.startVector(4, 1, 4);
      b.addFloat32(value);
      return b.endVector();
    };
    const tables = (offset: number): number => {
      b.startVector(4, 1, 4);
      b.addOffset(offset);
      return b.endVector();
    };
    const means = floats(mean);
    const deviations = floats(deviation);
    b.startObject(2); // NormalizationOptions
    b.addFieldOffset(0, means, 0);
    b.addFieldOffset(1, deviations, 0);
    const options = b.endObject();
    b.startObject(2); // ProcessUnit with the union member NormalizationOptions
    b.addFieldInt8(0, 1, 0);
    b.addFieldOffset(1, options, 0);
    const units = tables(b.endObject());
    b.startObject(7); // TensorMetadata
    b.addFieldOffset(4, units, 0);
    const inputs = tables(b.endObject());
    b.startObject(8); // SubGraphMetadata
    b.addFieldOffset(2, inputs, 0);
    const graphs = tables(b.endObject());
    b.startObject(8); // ModelMetadata
    b.addFieldOffset(3, graphs, 0);
    b.finish(b.endObject(), 'M001');
    const buffer = this.#addBuffer(b.asUint8Array());
    const name = this.#builder.createString('TFLITE_METADATA');
    this.#builder.startObject(2);
    this.#builder.addFieldOffset(0, name, 0);
    this.#builder.addFieldInt32(1, buffer, 0);
    this.#metadata.push(this.#builder.endObject());
  }

  /** The changed file. The object must not be used after this. */
  finish(): Uint8Array {
    const b = this.#builder;
    const old = (table: number, fields: number[]): number[] =>
      fields.map((field) => {
        const at = this.#old.target(table, field);
        return at === 0 ? 0 : this.#length - at;
      });
    const graph = this.#graph;
    const tensors = this.#extend(graph, SUBGRAPH.tensors, this.#tensors);
    const operators = this.#extend(graph, SUBGRAPH.operators, this.#operators);
    const outputs = this.#integers(this.#outputs);
    const [inputs = 0, graphName = 0] = old(graph, [SUBGRAPH.inputs, SUBGRAPH.name]);
    b.startObject(SUBGRAPH.fields);
    b.addFieldOffset(SUBGRAPH.tensors, tensors, 0);
    b.addFieldOffset(SUBGRAPH.inputs, inputs, 0);
    b.addFieldOffset(SUBGRAPH.outputs, outputs, 0);
    b.addFieldOffset(SUBGRAPH.operators, operators, 0);
    b.addFieldOffset(SUBGRAPH.name, graphName, 0);
    const graphs = this.#vector([b.endObject()]);
    const codes = this.#extend(this.#model, MODEL.operatorCodes, this.#codes);
    const buffers = this.#extend(this.#model, MODEL.buffers, this.#buffers);
    const metadata = this.#extend(this.#model, MODEL.metadata, this.#metadata);
    const [description = 0] = old(this.#model, [MODEL.description]);
    const version = this.#old.field(this.#model, MODEL.version);
    b.startObject(MODEL.fields);
    b.addFieldInt32(MODEL.version, version === 0 ? 0 : this.#old.bytes.readInt32(version), 0);
    b.addFieldOffset(MODEL.operatorCodes, codes, 0);
    b.addFieldOffset(MODEL.subgraphs, graphs, 0);
    b.addFieldOffset(MODEL.description, description, 0);
    b.addFieldOffset(MODEL.buffers, buffers, 0);
    b.addFieldOffset(MODEL.metadata, metadata, 0);
    b.finish(b.endObject(), 'TFL3');
    return b.asUint8Array();
  }

  /** A vector of the old tables and the new ones. */
  #extend(table: number, field: number, added: number[]): number {
    return this.#vector([...this.#old.tables(table, field).map((at) => this.#length - at), ...added]);
  }

  #vector(offsets: number[]): number {
    this.#builder.startVector(4, offsets.length, 4);
    for (const offset of offsets.toReversed()) this.#builder.addOffset(offset);
    return this.#builder.endVector();
  }

  #integers(values: number[]): number {
    this.#builder.startVector(4, values.length, 4);
    for (const value of values.toReversed()) this.#builder.addInt32(value);
    return this.#builder.endVector();
  }

  #addBuffer(data: Uint8Array): number {
    const b = this.#builder;
    b.startVector(1, data.length, 16);
    for (const byte of data.toReversed()) b.writeInt8(byte);
    const vector = b.endVector();
    b.startObject(1);
    b.addFieldOffset(0, vector, 0);
    this.#buffers.push(b.endObject());
    return this.#counts.buffers + this.#buffers.length - 1;
  }

  #addTensor(name: string, type: number, shape: number[], buffer: number): number {
    const b = this.#builder;
    const label = b.createString(name);
    const size = this.#integers(shape);
    b.startObject(TENSOR.fields);
    b.addFieldOffset(TENSOR.shape, size, 0);
    b.addFieldInt8(TENSOR.type, type, 0);
    b.addFieldInt32(TENSOR.buffer, buffer, 0);
    b.addFieldOffset(TENSOR.name, label, 0);
    this.#tensors.push(b.endObject());
    return this.#counts.tensors + this.#tensors.length - 1;
  }

  #addOperator(
    operator: { code: number; options: number },
    inputs: number[],
    outputs: number[],
    axis: number,
  ): void {
    const b = this.#builder;
    b.startObject(4); // OperatorCode: the code as a byte (old readers) and as an integer
    b.addFieldInt8(0, operator.code, 0);
    b.addFieldInt32(2, 1, 0);
    b.addFieldInt32(3, operator.code, 0);
    this.#codes.push(b.endObject());
    b.startObject(1); // both kinds of options begin with the axis
    b.addFieldInt32(0, axis, 0);
    const options = b.endObject();
    const into = this.#integers(inputs);
    const out = this.#integers(outputs);
    b.startObject(OPERATOR.fields);
    b.addFieldInt32(OPERATOR.opcode, this.#counts.codes + this.#codes.length - 1, 0);
    b.addFieldOffset(OPERATOR.inputs, into, 0);
    b.addFieldOffset(OPERATOR.outputs, out, 0);
    b.addFieldInt8(OPERATOR.optionsType, operator.options, 0);
    b.addFieldOffset(OPERATOR.options, options, 0);
    this.#operators.push(b.endObject());
  }
}
