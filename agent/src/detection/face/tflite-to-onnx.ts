import { OnnxGraph } from './onnx-file.ts';
import {
  floatsOf,
  readGraph,
  type TfliteGraph,
  type TfliteOperator,
  type TfliteTensor,
} from './tflite-graph.ts';

/** BuiltinOperator of schema.fbs: those that MediaPipe's face networks are made of. */
const ADD = 0;
const CONV_2D = 3;
const DEPTHWISE_CONV_2D = 4;
const DEQUANTIZE = 6;
const MAX_POOL_2D = 17;
const RELU = 19;
const PAD = 34;
const PRELU = 54;

/**
 * Channels are filled up to a multiple of this with empty ones: only then can ONNX Runtime keep them in the layout in
 * which its convolutions are fast.
 */
const CHANNELS_AT_ONCE = 16;

/** The tensors, by name, that a part of a network goes from and to. */
export interface Cut {
  inputs: string[];
  outputs: string[];
}

/**
 * Converts a part of a TFLite network of pictures to an ONNX file. Tensors keep their names; what is height × width ×
 * channels in TFLite is channels × height × width here.
 *
 * @throws Error when the network has an operator that is not known here
 */
export function toOnnx(model: Uint8Array, cut: Cut): Uint8Array {
  const converter = new Converter(readGraph(model));
  return converter.convert(cut);
}

class Converter {
  readonly #graph: TfliteGraph;
  readonly #onnx = new OnnxGraph();
  /** Operators by the tensor that they make. */
  readonly #makers = new Map<number, TfliteOperator>();
  readonly #done = new Set<number>();
  /** Those that come from or go to the outside, whose channels are as they are. */
  #outside = new Set<number>();

  constructor(graph: TfliteGraph) {
    this.#graph = graph;
    for (const operator of graph.operators)
      for (const output of operator.outputs) this.#makers.set(output, operator);
  }

  convert({ inputs, outputs }: Cut): Uint8Array {
    const from = inputs.map((name) => this.#numberOf(name));
    const to = outputs.map((name) => this.#numberOf(name));
    this.#outside = new Set([...from, ...to]);
    for (const tensor of from) this.#done.add(tensor);
    for (const tensor of to) this.#make(tensor);
    const described = (tensor: number) => {
      const { name, shape } = this.#tensor(tensor);
      const [batch = 1, height = 1, width = 1, channels = 1] = shape;
      return { name, shape: [batch, channels, height, width] };
    };
    return this.#onnx.finish(from.map(described), to.map(described));
  }

  #numberOf(name: string): number {
    const found = this.#graph.tensors.findIndex((tensor) => tensor.name === name);
    if (found < 0) throw new Error(`model: no tensor ${name}`);
    return found;
  }

  #tensor(number: number): TfliteTensor {
    const tensor = this.#graph.tensors[number];
    if (!tensor) throw new Error(`model: no tensor ${number}`);
    return tensor;
  }

  /** How many channels a tensor has in the converted network. */
  #channels(number: number): number {
    const channels = this.#tensor(number).shape.at(-1) ?? 0;
    return this.#outside.has(number) ? channels : Math.ceil(channels / CHANNELS_AT_ONCE) * CHANNELS_AT_ONCE;
  }

  /** Adds the operators that a tensor needs, those before it first. */
  #make(number: number): void {
    if (this.#done.has(number)) return;
    this.#done.add(number);
    const operator = this.#makers.get(number);
    if (!operator) throw new Error(`model: nothing makes ${this.#tensor(number).name}`);
    for (const input of operator.inputs) if (!this.#isConstant(input)) this.#make(input);
    this.#add(operator);
  }

  #isConstant(number: number): boolean {
    const maker = this.#makers.get(number);
    return maker ? maker.code === DEQUANTIZE : this.#tensor(number).data.length > 0;
  }

  /** Weights lie in the file in half precision, and an operator widens them. */
  #values(number: number): Float32Array {
    const maker = this.#makers.get(number);
    return floatsOf(this.#tensor(maker?.inputs[0] ?? number));
  }

  /**
   * Slopes below zero, as relu((1 − a)·x) + a·x: ONNX Runtime keeps the layout in which its convolutions are fast for
   * these, and makes two convolutions of it; its own PRelu took more than the rest of the network. Where a slope is
   * above 1, it takes a third one: (1 − a)·relu(x) + a·x.
   */
  #addPRelu(input: string, output: string, slopes: Float32Array): void {
    const scaled = (from: string, to: string, scales: Float32Array): string => {
      const kernel = this.#onnx.constant(`${to}/scales`, [scales.length, 1, 1, 1], scales);
      this.#onnx.add('Conv', [from, kernel], to, { kernel_shape: [1, 1], group: scales.length });
      return to;
    };
    const positive = (from: string): string => {
      this.#onnx.add('Relu', [from], `${output}/positive`);
      return `${output}/positive`;
    };
    const rest = slopes.map((slope) => 1 - slope);
    const part = rest.every((scale) => scale >= 0)
      ? positive(scaled(input, `${output}/rest`, rest))
      : scaled(positive(input), `${output}/rest`, rest);
    this.#onnx.add('Add', [scaled(input, `${output}/slope`, slopes), part], output);
  }

  /** Empty channels after the given ones, as a convolution of 1×1 for the same reason. */
  #addChannels(input: TfliteTensor, output: TfliteTensor, from: number, to: number): void {
    const [, height, width] = input.shape;
    const [, newHeight, newWidth] = output.shape;
    if (height !== newHeight || width !== newWidth)
      throw new Error(`model: ${output.name}: only channels can be added`);
    // What was filled up before may have room for them.
    if (from === to) {
      this.#onnx.add('Identity', [input.name], output.name);
      return;
    }
    const same = new Float32Array(to * from);
    for (let channel = 0; channel < from; channel++) same[channel * from + channel] = 1;
    const kernel = this.#onnx.constant(`${output.name}/same`, [to, from, 1, 1], same);
    this.#onnx.add('Conv', [input.name, kernel], output.name, { kernel_shape: [1, 1] });
  }

  #add({ code, inputs, outputs, options }: TfliteOperator): void {
    const [first = -1, second = -1, third = -1] = inputs;
    const [result = -1] = outputs;
    const [input, output] = [this.#tensor(first), this.#tensor(result)];
    const [from, to] = [this.#channels(first), this.#channels(result)];
    const { tables } = this.#graph;
    const spread = (kernel: [number, number], strides: [number, number]) => ({
      kernel_shape: kernel,
      strides,
      pads:
        tables.byte(options, 0) === 0
          ? samePadding(input.shape, output.shape, kernel, strides)
          : [0, 0, 0, 0],
    });
    const strides: [number, number] = [tables.integer(options, 2), tables.integer(options, 1)];
    switch (code) {
      case ADD:
        this.#onnx.add('Add', [input.name, this.#tensor(second).name], output.name);
        break;
      case RELU:
        this.#onnx.add('Relu', [input.name], output.name);
        break;
      case PRELU:
        this.#addPRelu(input.name, output.name, filled(this.#values(second), to));
        break;
      case CONV_2D:
      case DEPTHWISE_CONV_2D: {
        const weights = this.#tensor(second);
        const [, height = 0, width = 0] = weights.shape;
        const isDepthwise = code === DEPTHWISE_CONV_2D;
        const values = channelsFirst(this.#values(second), weights.shape, isDepthwise ? [1, to] : [to, from]);
        const shape = isDepthwise ? [to, 1] : [to, from];
        const kernel = this.#onnx.constant(weights.name, [...shape, height, width], values);
        const bias = this.#onnx.constant(this.#tensor(third).name, [to], filled(this.#values(third), to));
        this.#onnx.add('Conv', [input.name, kernel, bias], output.name, {
          ...spread([height, width], strides),
          group: isDepthwise ? to : 1,
        });
        break;
      }
      case MAX_POOL_2D: {
        const kernel: [number, number] = [tables.integer(options, 4), tables.integer(options, 3)];
        this.#onnx.add('MaxPool', [input.name], output.name, spread(kernel, strides));
        break;
      }
      case PAD:
        this.#addChannels(input, output, from, to);
        break;
      default:
        throw new Error(`model: ${output.name}: operator ${code} is not known`);
    }
  }
}

/** TFLite's padding "SAME": what is odd comes after. */
function samePadding(
  [, inHeight = 0, inWidth = 0]: number[],
  [, outHeight = 0, outWidth = 0]: number[],
  [kernelHeight, kernelWidth]: [number, number],
  [strideHeight, strideWidth]: [number, number],
): number[] {
  const high = Math.max(0, (outHeight - 1) * strideHeight + kernelHeight - inHeight);
  const wide = Math.max(0, (outWidth - 1) * strideWidth + kernelWidth - inWidth);
  return [high >> 1, wide >> 1, high - (high >> 1), wide - (wide >> 1)];
}

/** With zeros after the values. */
function filled(values: Float32Array, length: number): Float32Array {
  const result = new Float32Array(length);
  result.set(values);
  return result;
}

/**
 * Weights of many × height × width × channels as many × channels × height × width, where both counts may grow. Those of
 * one for each channel (many is 1) come out as channels × height × width.
 */
function channelsFirst(
  values: Float32Array,
  [many = 0, height = 0, width = 0, channels = 0]: number[],
  [newMany, newChannels]: [number, number],
): Float32Array {
  const size = height * width;
  const result = new Float32Array(newMany * newChannels * size);
  for (let each = 0, at = 0; each < many; each++)
    for (let place = 0; place < size; place++)
      for (let channel = 0; channel < channels; channel++, at++)
        result[(each * newChannels + channel) * size + place] = values[at] ?? 0;
  return result;
}
