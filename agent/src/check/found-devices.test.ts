import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { foundCameras, foundMicrophones, foundSerialPorts } from './found-devices.ts';

const folder = mkdtempSync(join(tmpdir(), 'smart-cradle-found-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('names the cameras that are there, as the configuration wants them', async () => {
  mkdirSync(join(folder, 'names', 'video0'), { recursive: true });
  for (const file of ['video0', 'video10', 'video-dec', 'null']) writeFileSync(join(folder, file), '');
  writeFileSync(join(folder, 'names', 'video0', 'name'), 'HD Webcam\n');
  expect(await foundCameras(folder, join(folder, 'names'))).toEqual([
    `${folder}/video0 (HD Webcam)`,
    `${folder}/video10`,
  ]);
  expect(await foundCameras(join(folder, 'nothing'))).toEqual([]);
});

it('names the sound cards that can hear', async () => {
  writeFileSync(
    join(folder, 'cards'),
    ' 0 [Headphones     ]: bcm2835_headpho - bcm2835 Headphones\n                      bcm2835 Headphones\n' +
      ' 1 [Device         ]: USB-Audio - USB PnP Sound Device\n                      C-Media USB PnP\n',
  );
  writeFileSync(
    join(folder, 'pcm'),
    '00-00: bcm2835 Headphones : bcm2835 Headphones : playback 8\n01-00: USB Audio : USB Audio : playback 1 : capture 1\n',
  );
  expect(await foundMicrophones(folder)).toEqual(['plughw:Device (USB PnP Sound Device)']);
});

it('names the serial ports on USB', async () => {
  const port = { manufacturer: undefined, serialNumber: undefined, pnpId: undefined, locationId: undefined };
  const list = async () => [
    { ...port, path: '/dev/ttyAMA0', vendorId: undefined, productId: undefined },
    { ...port, path: '/dev/ttyACM0', vendorId: '2341', productId: '0043' },
  ];
  expect(await foundSerialPorts(list)).toEqual(['/dev/ttyACM0 (2341:0043)']);
});
