/** The serial port of the Arduino, by path or by its USB vendor and product. */
export type Serial = { path: string } | { vendorId: string; productId: string };

/** In the words of the agent's configuration. */
export interface Camera {
  type: 'v4l2' | 'rpicam' | 'rtsp' | 'mjpeg' | 'file';
  device?: string;
  url?: string;
}

/** In the words of the agent's configuration. */
export interface Microphone {
  type: 'alsa' | 'pipewire' | 'rtsp' | 'file';
  device?: string;
}

/** @throws Error that says what is allowed. */
export function parseSerial(text: string): Serial {
  const [, vendorId, productId] = /^([0-9a-f]{4}):([0-9a-f]{4})$/i.exec(text) ?? [];
  if (vendorId && productId) return { vendorId, productId };
  if (/^(\/|COM\d)/.test(text)) return { path: text };
  throw new Error('It must be a path such as /dev/ttyACM0, or a USB id such as 2341:0043.');
}

/** @throws Error that says what is allowed. */
export function parseCamera(text: string): Camera {
  if (text === 'rpicam') return { type: 'rpicam' };
  if (/^rtsps?:\/\//.test(text)) return { type: 'rtsp', url: text };
  if (/^https?:\/\//.test(text)) return { type: 'mjpeg', url: text };
  if (/^\/dev\/video/.test(text)) return { type: 'v4l2', device: text };
  if (text.startsWith('/')) return { type: 'file', device: text };
  throw new Error('It must be /dev/video0, rpicam, an rtsp:// or http:// address, or the path of a video.');
}

/** @throws Error that says what is allowed. */
export function parseMicrophone(text: string): Microphone {
  if (/^rtsps?:\/\//.test(text)) return { type: 'rtsp', device: text };
  if (text === 'pipewire') return { type: 'pipewire' };
  if (text.startsWith('pipewire:')) return { type: 'pipewire', device: text.slice('pipewire:'.length) };
  if (text.startsWith('/')) return { type: 'file', device: text };
  if (/^[\w:,=.-]+$/.test(text)) return { type: 'alsa', device: text };
  throw new Error(
    'It must be an ALSA device such as default, pipewire, an rtsp:// address, or the path of a recording.',
  );
}
