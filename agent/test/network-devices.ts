import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import sharp, { type Sharp } from 'sharp';

/** What a network camera may show. `nothing`: it keeps the connection and sends no more. */
export type Show = 'moving' | 'frozen' | 'black' | 'nothing';
/** What a network microphone may give. */
export type Sound = 'noise' | 'silence' | 'nothing';

const BOUNDARY = 'picture';
const RATE = 10;
const SAMPLE_RATE = 44_100;
const PIECE = 100;

/** A camera and a microphone of a network: what an ESP32-CAM serves, and endless WAV. Both obey. */
export class NetworkDevices {
  show: Show = 'moving';
  sound: Sound = 'noise';
  readonly #server: Server;
  readonly #cameras = new Set<ServerResponse>();
  readonly #microphones = new Set<ServerResponse>();
  readonly #timers: NodeJS.Timeout[] = [];
  #pictures: Buffer[] = [];
  #black = Buffer.alloc(0);
  #count = 0;
  #random = 1;

  private constructor() {
    this.#server = createServer((request, response) => {
      response.on('close', () => {
        this.#cameras.delete(response);
        this.#microphones.delete(response);
      });
      if (request.url === '/stream') {
        response.writeHead(200, { 'content-type': `multipart/x-mixed-replace; boundary=${BOUNDARY}` });
        this.#cameras.add(response);
      } else if (request.url === '/sound.wav') {
        response.writeHead(200, { 'content-type': 'audio/wav' });
        response.write(endlessWav());
        this.#microphones.add(response);
      } else {
        response.writeHead(404).end();
      }
    });
  }

  /** @param photo what the camera sees: any picture; none: a plain bed without a face. */
  static async start(photo?: Buffer): Promise<NetworkDevices> {
    const devices = new NetworkDevices();
    const plain = sharp({ create: { width: 640, height: 480, channels: 3, background: '#8a8078' } });
    const still = await (photo ? sharp(photo) : plain).resize(640, 480, { fit: 'cover' }).jpeg().toBuffer();
    devices.#pictures = await Promise.all(
      Array.from({ length: RATE }, (_, index) => withNoise(still, index).jpeg({ quality: 85 }).toBuffer()),
    );
    devices.#black = await sharp({ create: { width: 640, height: 480, channels: 3, background: '#000' } })
      .jpeg()
      .toBuffer();
    devices.#server.listen(0, '127.0.0.1');
    await once(devices.#server, 'listening');
    devices.#timers.push(
      setInterval(() => devices.#picture(), 1_000 / RATE),
      setInterval(() => devices.#piece(), PIECE),
    );
    return devices;
  }

  get camera(): string {
    return `${this.#url()}/stream`;
  }

  get microphone(): string {
    return `${this.#url()}/sound.wav`;
  }

  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #url(): string {
    const address = this.#server.address();
    if (typeof address !== 'object' || address === null) throw new Error('the devices are off');
    return `http://127.0.0.1:${address.port}`;
  }

  #picture(): void {
    if (this.show === 'nothing') return;
    if (this.show === 'moving') this.#count += 1;
    const jpeg = this.show === 'black' ? this.#black : this.#pictures[this.#count % this.#pictures.length];
    if (!jpeg) return;
    const head = `--${BOUNDARY}\r\ncontent-type: image/jpeg\r\ncontent-length: ${jpeg.length}\r\n\r\n`;
    for (const response of this.#cameras) {
      response.write(head);
      response.write(jpeg);
      response.write('\r\n');
    }
  }

  #piece(): void {
    if (this.sound === 'nothing') return;
    const samples = Buffer.alloc((SAMPLE_RATE * 2 * PIECE) / 1_000);
    if (this.sound === 'noise') {
      for (let at = 0; at < samples.length; at += 2) {
        // https://en.wikipedia.org/wiki/Lehmer_random_number_generator
        this.#random = (this.#random * 48_271) % 2_147_483_647;
        samples.writeInt16LE((this.#random % 400) - 200, at);
      }
    }
    for (const response of this.#microphones) response.write(samples);
  }
}

/** A little noise, as every sensor has it. */
function withNoise(still: Buffer, seed: number): Sharp {
  const grain = Buffer.from(
    `<svg width="640" height="480"><rect x="${20 + seed * 40}" y="${430 + seed}" width="60" height="20" fill="#554"/></svg>`,
  );
  return sharp(still).composite([{ input: grain }]);
}

/** The header of a WAV that never ends: one channel, 16 bits. */
function endlessWav(): Buffer {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(0xffffffff, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(SAMPLE_RATE, 24);
  header.writeUInt32LE(SAMPLE_RATE * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(0xffffffff, 40);
  return header;
}
