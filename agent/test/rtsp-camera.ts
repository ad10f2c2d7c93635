import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';

const USER = 'nanny';
/** What must stand in no log. */
export const PASSWORD = 'hunter2-secret';

const TRACKS = ['video', 'audio'] as const;
type Track = (typeof TRACKS)[number];

/** What a network camera's own encoder does: H.264 and G.711. */
const ENCODER = {
  video: [
    ...['-re', '-f', 'lavfi', '-i', 'testsrc2=size=640x480:rate=10', '-c:v', 'libx264'],
    ...[
      '-preset',
      'ultrafast',
      '-tune',
      'zerolatency',
      '-g',
      '10',
      '-pix_fmt',
      'yuv420p',
      '-flags',
      '+global_header',
    ],
  ],
  audio: ['-re', '-f', 'lavfi', '-i', 'anoisesrc=r=8000:a=0.05', '-c:a', 'pcm_alaw'],
};

interface Viewer {
  socket: Socket;
  /** Interleaved channel of each track that was set up. */
  channels: Map<Track, number>;
  playing: boolean;
}

/**
 * A network camera with picture and sound: RTP as ffmpeg makes it, handed over the connection of a small RTSP server
 * (RFC 2326, interleaved, Basic authentication), since ffmpeg's own RTSP server only takes streams.
 */
export class RtspCamera {
  /** False: the connections stay and nothing comes, as of a camera that hangs. */
  sending = true;
  /** The tracks that were asked for since the start. */
  readonly asked = new Set<Track>();
  readonly #encoders: ChildProcess[] = [];
  readonly #receivers: UdpSocket[] = [];
  readonly #sdp = new Map<Track, string>();
  readonly #viewers = new Set<Viewer>();
  #server: Server | undefined;
  #port = 0;

  static async start(): Promise<RtspCamera> {
    const camera = new RtspCamera();
    await Promise.all(TRACKS.map((track) => camera.#encode(track)));
    await camera.plugIn();
    return camera;
  }

  url(password = PASSWORD): string {
    return `rtsp://${USER}:${password}@127.0.0.1:${this.#port}/baby`;
  }

  /** As a camera that loses its power. */
  async pull(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    for (const { socket } of this.#viewers) socket.destroy();
    if (server) await new Promise((resolve) => server.close(resolve));
  }

  /** At the same address as before. */
  async plugIn(): Promise<void> {
    this.#server = createServer((socket) => this.#serve(socket));
    this.#server.listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
    const address = this.#server.address();
    if (typeof address === 'object' && address !== null) this.#port = address.port;
  }

  async stop(): Promise<void> {
    for (const encoder of this.#encoders) encoder.kill('SIGKILL');
    for (const receiver of this.#receivers) receiver.close();
    await this.pull();
  }

  /** Begins a track's encoder; resolves with its first packet. */
  async #encode(track: Track): Promise<void> {
    const receiver = createSocket('udp4');
    this.#receivers.push(receiver);
    receiver.bind(0, '127.0.0.1');
    await once(receiver, 'listening');
    const target = `rtp://127.0.0.1:${receiver.address().port}?pkt_size=1200`;
    const encoder = spawn(
      'ffmpeg',
      ['-hide_banner', '-loglevel', 'error', '-nostdin', ...ENCODER[track], '-f', 'rtp', target],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    this.#encoders.push(encoder);
    let sdp = '';
    encoder.stdout.setEncoding('utf8').on('data', (text: string) => {
      sdp += text;
      this.#sdp.set(track, sdp.slice(sdp.indexOf('m=')).trim());
    });
    receiver.on('message', (packet) => this.#hand(track, packet));
    await once(receiver, 'message');
  }

  #hand(track: Track, packet: Buffer): void {
    if (!this.sending) return;
    for (const { socket, channels, playing } of this.#viewers) {
      const channel = channels.get(track);
      if (!playing || channel === undefined) continue;
      const head = Buffer.from([0x24, channel, packet.length >> 8, packet.length & 255]);
      socket.write(Buffer.concat([head, packet]));
    }
  }

  #serve(socket: Socket): void {
    const viewer: Viewer = { socket, channels: new Map(), playing: false };
    this.#viewers.add(viewer);
    socket.on('error', () => {});
    socket.on('close', () => this.#viewers.delete(viewer));
    let received = '';
    socket.setEncoding('latin1').on('data', (text: string) => {
      received += text;
      for (;;) {
        // What a viewer reports of its reception is skipped.
        while (received.startsWith('$') && received.length >= 4)
          received = received.slice(4 + received.charCodeAt(2) * 256 + received.charCodeAt(3));
        const end = received.indexOf('\r\n\r\n');
        if (end === -1) return;
        this.#answer(viewer, received.slice(0, end));
        received = received.slice(end + 4);
      }
    });
  }

  #answer(viewer: Viewer, request: string): void {
    const [method = '', url = ''] = request.split(' ');
    const field = (name: string) => new RegExp(`^${name}: *(.*)$`, 'im').exec(request)?.[1] ?? '';
    const answer = (status: string, fields: readonly string[] = [], body = '') =>
      viewer.socket.write([`RTSP/1.0 ${status}`, `CSeq: ${field('CSeq')}`, ...fields, '', body].join('\r\n'));
    const expected = Buffer.from(`${USER}:${PASSWORD}`).toString('base64');
    if (field('Authorization') !== `Basic ${expected}`) {
      answer('401 Unauthorized', ['WWW-Authenticate: Basic realm="camera"']);
    } else if (method === 'DESCRIBE') {
      const tracks = TRACKS.map((track) => `${this.#sdp.get(track)}\r\na=control:${track}\r\n`);
      const sdp = `v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=baby\r\nt=0 0\r\n${tracks.join('')}`;
      answer(
        '200 OK',
        ['Content-Type: application/sdp', `Content-Base: ${url}/`, `Content-Length: ${sdp.length}`],
        sdp,
      );
    } else if (method === 'SETUP') {
      const track = TRACKS.find((each) => url.endsWith(each)) ?? 'video';
      const transport = field('Transport');
      viewer.channels.set(track, Number(/interleaved=(\d+)/.exec(transport)?.[1] ?? 0));
      this.asked.add(track);
      answer('200 OK', [`Transport: ${transport}`, 'Session: 1']);
    } else {
      viewer.playing ||= method === 'PLAY';
      answer('200 OK', ['Session: 1', 'Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN']);
    }
  }
}
