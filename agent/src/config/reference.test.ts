import { readFileSync } from 'node:fs';
import { LANGUAGES } from '@smart-cradle/protocol/language';
import { expect, it } from 'vitest';
import { CONFIG_KEYS } from './keys.ts';
import { KOREAN } from './korean.ts';
import { parseConfig } from './load.ts';
import { configReference, REFERENCE_FILES } from './reference.ts';

it('has each key in Korean, and no other', () => {
  expect(Object.keys(KOREAN).sort()).toEqual(CONFIG_KEYS.map(({ path }) => path.join('.')).sort());
});

it.each(LANGUAGES)('is current (%s): npm run config-docs --workspace agent', (language) => {
  const file = new URL(`../../../${REFERENCE_FILES[language]}`, import.meta.url);
  expect(readFileSync(file, 'utf8')).toBe(configReference(language));
});

it('shows an example that the agent takes', () => {
  const [, yaml] = /```yaml\n([\s\S]*?)```/.exec(configReference('en')) ?? [];
  expect(parseConfig(yaml ?? '', 'example', {}).camera).toMatchObject({ type: 'rpicam', rotation: 180 });
});
