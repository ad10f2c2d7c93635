import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { cpuTemperature, diskFree, wifiSignal } from './machine.ts';

const folder = mkdtempSync(join(tmpdir(), 'smart-cradle-'));

function file(text: string): string {
  const path = join(folder, `${Math.random()}`);
  writeFileSync(path, text);
  return path;
}

it('reads the temperature in steps of a tenth, and says when there is none', async () => {
  expect(await cpuTemperature(file('51540\n'))).toBe(51.5);
  expect(await cpuTemperature(file('rubbish'))).toBeNull();
  expect(await cpuTemperature('/does/not/exist')).toBeNull();
});

it('reads the signal of the wireless interface', async () => {
  const head = `Inter-| sta-|   Quality        |   Discarded packets               | Missed | WE
 face | tus | link level noise |  nwid  crypt   frag  retry   misc | beacon | 22
`;
  const line = ' wlan0: 0000   54.  -56.  -256        0      0      0      0     12        0\n';
  expect(await wifiSignal(file(head + line))).toBe(-56);
  expect(await wifiSignal(file(head))).toBeNull();
  expect(await wifiSignal('/does/not/exist')).toBeNull();
});

it('knows how much the disk still takes', async () => {
  expect(await diskFree(folder)).toBeGreaterThan(0);
  expect(await diskFree('/does/not/exist')).toBeNull();
});
