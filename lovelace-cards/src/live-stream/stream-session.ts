import {
  clientConfig,
  offersWebRtc,
  type SignalHome,
  type SignalMessage,
  sendCandidate,
  sendOffer,
} from './signalling.ts';

/** How long candidates are gathered for an offer that must hold them all, ms. */
const GATHERING = 2_000;

/** The camera is there, but has no stream of this kind: asking again is of no use. */
export class NoWebRtc extends Error {
  override name = 'NoWebRtc';
}

export interface SessionOptions {
  hass: SignalHome;
  entityId: string;
  /** A track of the stream came. */
  track: (stream: MediaStream) => void;
  failed: (error: unknown) => void;
}

/** One WebRTC connection with a camera of Home Assistant, from the offer to its end. It only receives. */
export class StreamSession {
  readonly #options: SessionOptions;
  readonly #stream = new MediaStream();
  #peer: RTCPeerConnection | undefined;
  #unsubscribe: (() => Promise<void>) | undefined;
  #session: string | undefined;
  #waiting: RTCIceCandidateInit[] = [];
  /** The server's messages are worked off in their order: a candidate needs the answer before it. */
  #work: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(options: SessionOptions) {
    this.#options = options;
    void this.#open().catch((error: unknown) => this.#fail(error));
  }

  /** Packets of sound that came so far; 0 where there is no sound. */
  async soundPackets(): Promise<number> {
    let packets = 0;
    const stats = await this.#peer?.getStats();
    stats?.forEach((one: { type: string; kind?: string; packetsReceived?: number }) => {
      if (one.type === 'inbound-rtp' && one.kind === 'audio') packets += one.packetsReceived ?? 0;
    });
    return packets;
  }

  close(): void {
    this.#closed = true;
    this.#peer?.close();
    void this.#unsubscribe?.().catch(() => {
      // The connection went first: the session ends with it.
    });
  }

  #fail(error: unknown): void {
    if (this.#closed) return;
    this.close();
    this.#options.failed(error);
  }

  async #open(): Promise<void> {
    const { hass, entityId } = this.#options;
    if (!(await offersWebRtc(hass, entityId))) throw new NoWebRtc(entityId);
    const { configuration, dataChannel, getCandidatesUpfront } = await clientConfig(hass, entityId);
    if (this.#closed) return;
    const peer = new RTCPeerConnection(configuration);
    this.#peer = peer;
    if (dataChannel) peer.createDataChannel(dataChannel);
    peer.addTransceiver('video', { direction: 'recvonly' });
    peer.addTransceiver('audio', { direction: 'recvonly' });
    peer.addEventListener('track', ({ track }) => {
      this.#stream.addTrack(track);
      this.#options.track(this.#stream);
    });
    peer.addEventListener(
      'icecandidate',
      ({ candidate }) => candidate && this.#candidate(candidate.toJSON()),
    );
    peer.addEventListener('connectionstatechange', () => {
      if (peer.connectionState === 'failed') this.#fail(new Error('no way to the camera'));
    });
    await peer.setLocalDescription(await peer.createOffer());
    if (getCandidatesUpfront) await gathered(peer);
    const offer = peer.localDescription?.sdp;
    if (this.#closed || !offer) return;
    const unsubscribe = await sendOffer(hass, entityId, offer, (message) => this.#take(peer, message));
    this.#unsubscribe = unsubscribe;
    if (this.#closed) await unsubscribe();
  }

  #candidate(candidate: RTCIceCandidateInit): void {
    if (this.#session === undefined) {
      this.#waiting.push(candidate);
      return;
    }
    const { hass, entityId } = this.#options;
    // The other candidates may do; if none does, the connection fails and says so.
    sendCandidate(hass, entityId, this.#session, candidate).catch(() => {});
  }

  #take(peer: RTCPeerConnection, message: SignalMessage): void {
    if (this.#closed) return;
    switch (message.type) {
      case 'session':
        this.#session = message.session_id;
        for (const candidate of this.#waiting.splice(0)) this.#candidate(candidate);
        return;
      case 'error':
        this.#fail(new Error(message.message));
        return;
      case 'answer':
        this.#then(() => peer.setRemoteDescription({ type: 'answer', sdp: message.answer }));
        return;
      case 'candidate': {
        const { candidate } = message;
        // Without naming the part of the description it belongs to, a candidate counts for the first one: all share it.
        const init = typeof candidate === 'string' ? { candidate, sdpMid: '0' } : candidate;
        this.#then(() => peer.addIceCandidate(init));
      }
    }
  }

  #then(step: () => Promise<void>): void {
    this.#work = this.#work
      .then(() => (this.#closed ? undefined : step()))
      .catch((error: unknown) => this.#fail(error));
  }
}

function gathered(peer: RTCPeerConnection): Promise<void> {
  if (peer.iceGatheringState === 'complete') return Promise.resolve();
  return new Promise((resolve) => {
    setTimeout(resolve, GATHERING);
    peer.addEventListener('icegatheringstatechange', () => {
      if (peer.iceGatheringState === 'complete') resolve();
    });
  });
}
