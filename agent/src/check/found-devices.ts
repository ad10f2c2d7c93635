import { readdir, readFile } from 'node:fs/promises';
import { SerialPort } from 'serialport';

/** Cameras of this machine, as the configuration names them: `/dev/video0 (USB Camera)`. */
export async function foundCameras(dev = '/dev', names = '/sys/class/video4linux'): Promise<string[]> {
  const files = (await readdir(dev).catch(() => [])).filter((file) => /^video\d+$/.test(file));
  return Promise.all(
    files.sort().map(async (file) => {
      const name = (await readFile(`${names}/${file}/name`, 'utf8').catch(() => '')).trim();
      return name ? `${dev}/${file} (${name})` : `${dev}/${file}`;
    }),
  );
}

/** Inputs of ALSA by the cards' names, whose order may change: `plughw:Device (USB PnP Sound Device)`. */
export async function foundMicrophones(asound = '/proc/asound'): Promise<string[]> {
  const [pcm, cards] = await Promise.all(
    ['pcm', 'cards'].map((file) => readFile(`${asound}/${file}`, 'utf8').catch(() => '')),
  );
  // `01-00: USB Audio : USB Audio : playback 1 : capture 1`
  const inputs = [...(pcm ?? '').matchAll(/^(\d+)-\d+: .*capture/gm)].map(([, card]) => Number(card));
  // ` 1 [Device         ]: USB-Audio - USB PnP Sound Device`
  const named = new Map(
    [...(cards ?? '').matchAll(/^ *(\d+) \[(\S+) *\]: .* - (.*)$/gm)].map(([, card, id, name]) => [
      Number(card),
      { id, name },
    ]),
  );
  return [...new Set(inputs)].map((card) => {
    const { id = card, name = '?' } = named.get(card) ?? {};
    return `plughw:${id} (${name})`;
  });
}

/** Serial ports that belong to a USB device: `/dev/ttyACM0 (2341:0043)`. */
export async function foundSerialPorts(
  list: typeof SerialPort.list = () => SerialPort.list(),
): Promise<string[]> {
  const ports = await list().catch(() => []);
  return ports
    .filter(({ vendorId }) => vendorId)
    .map(({ path, vendorId, productId }) => `${path} (${vendorId}:${productId})`);
}
