import { expect, it } from 'vitest';
import { packagesToInstall } from './debian-packages.ts';

it('reads from a simulated installation what must be fetched', () => {
  const said = [
    'NOTE: This is only a simulation!',
    'Inst libcjson1 (1.7.15-1 Debian:12/stable [amd64])',
    'Inst mosquitto [2.0.10-1] (2.0.11-1.2 Debian:12/stable [amd64])',
    'Conf mosquitto (2.0.11-1.2 Debian:12/stable [amd64])',
  ];
  expect(packagesToInstall(said.join('\n'))).toEqual(['libcjson1', 'mosquitto']);
  expect(packagesToInstall('influxdb is already the newest version')).toEqual([]);
});
