import type { SignalMessage } from '../src/live-stream/signalling.ts';

/** What the made-up camera does. */
export type StreamMode = 'playing' | 'refused' | 'hls';

/**
 * A camera with video and sound on the other side of a real WebRTC connection: a picture that is drawn 20 times a second,
 * and a tone. It speaks Home Assistant's commands, as its `camera` integration does.
 */
export function fakeStream(mode: StreamMode) {
  const canvas = document.createElement('canvas');
  canvas.width = 320;
  canvas.height = 240;
  const pen = canvas.getContext('2d');
  const state = {
    /** False: no frame is drawn any more, as when a camera hangs. */
    moving: true,
    /** Connections that are open now, and all that ever were. */
    open: 0,
    opened: 0,
  };
  let frame = 0;
  setInterval(() => {
    if (!pen || !state.moving) return;
    frame += 1;
    pen.fillStyle = `hsl(${(frame * 3) % 360} 40% 45%)`;
    pen.fillRect(0, 0, 320, 240);
    pen.fillStyle = '#fff';
    pen.fillRect((frame * 4) % 320, 100, 40, 40);
  }, 50);
  const peers = new Map<string, RTCPeerConnection>();

  const answer = async (offer: string, tell: (message: SignalMessage) => void): Promise<() => void> => {
    const session = crypto.randomUUID();
    const peer = new RTCPeerConnection();
    peers.set(session, peer);
    state.open += 1;
    state.opened += 1;
    peer.addEventListener('icecandidate', ({ candidate }) => {
      if (candidate) tell({ type: 'candidate', candidate: candidate.toJSON() });
    });
    tell({ type: 'session', session_id: session });
    const video = canvas.captureStream(20);
    const audio = new AudioContext();
    const tone = audio.createOscillator();
    const out = audio.createMediaStreamDestination();
    tone.connect(out);
    tone.start();
    for (const track of [...video.getTracks(), ...out.stream.getTracks()]) peer.addTrack(track, video);
    await peer.setRemoteDescription({ type: 'offer', sdp: offer });
    await peer.setLocalDescription(await peer.createAnswer());
    tell({ type: 'answer', answer: peer.localDescription?.sdp ?? '' });
    return () => {
      peer.close();
      void audio.close();
      state.open -= 1;
    };
  };

  return {
    state,
    callWS: async (message: Readonly<Record<string, unknown>>): Promise<unknown> => {
      switch (message.type) {
        case 'camera/capabilities':
          return { frontend_stream_types: mode === 'hls' ? ['hls'] : ['hls', 'web_rtc'] };
        case 'camera/webrtc/get_client_config':
          return { configuration: {}, getCandidatesUpfront: false };
        default:
          return peers
            .get(String(message.session_id))
            ?.addIceCandidate(message.candidate as RTCIceCandidateInit);
      }
    },
    subscribeMessage: async <T>(
      listener: (message: T) => void,
      { offer }: Readonly<Record<string, unknown>>,
    ): Promise<() => Promise<void>> => {
      const tell = (message: SignalMessage) => listener(message as T);
      if (mode === 'refused') {
        tell({ type: 'error', code: 'webrtc_offer_failed', message: 'the stream is away' });
        return async () => {};
      }
      const end = await answer(String(offer), tell);
      return async () => end();
    },
  };
}
