import { z } from 'zod';

const targets = z.tuple([z.looseObject({ webSocketDebuggerUrl: z.string() })], z.unknown());
const answer = z.looseObject({
  id: z.int(),
  result: z.looseObject({ result: z.looseObject({ value: z.unknown() }).optional() }).optional(),
});
const memory = z.object({ heapUsed: z.number(), external: z.number(), arrayBuffers: z.number() });

/** A Node.js process with `--inspect`, from outside: https://chromedevtools.github.io/devtools-protocol/v8/ */
export class Inspector {
  readonly #socket: WebSocket;
  #id = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
  }

  static async open(port: number): Promise<Inspector> {
    const list: unknown = await (await fetch(`http://127.0.0.1:${port}/json/list`)).json();
    const socket = new WebSocket(targets.parse(list)[0].webSocketDebuggerUrl);
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve, { once: true });
      socket.addEventListener('error', reject, { once: true });
    });
    return new Inspector(socket);
  }

  /** Bytes that are held when all garbage is collected. */
  async held(): Promise<z.output<typeof memory>> {
    // What a first collection finalises, a second one frees.
    for (let times = 0; times < 2; times += 1) await this.#ask('HeapProfiler.collectGarbage', {});
    const { result } = await this.#ask('Runtime.evaluate', {
      expression: 'process.memoryUsage()',
      returnByValue: true,
    });
    return memory.parse(result?.value);
  }

  close(): void {
    this.#socket.close();
  }

  #ask(method: string, params: object): Promise<NonNullable<z.output<typeof answer>['result']>> {
    this.#id += 1;
    const id = this.#id;
    this.#socket.send(JSON.stringify({ id, method, params }));
    return new Promise((resolve) => {
      const hear = ({ data }: MessageEvent) => {
        const said = answer.safeParse(JSON.parse(String(data)));
        if (!said.success || said.data.id !== id) return;
        this.#socket.removeEventListener('message', hear);
        resolve(said.data.result ?? {});
      };
      this.#socket.addEventListener('message', hear);
    });
  }
}
