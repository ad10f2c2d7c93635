#!/usr/bin/env node
// Writes the pages of the configuration, docs/agent-configuration.md and .ko.md, from the schema.
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { LANGUAGES } from '@smart-cradle/protocol/language';
import { configReference, REFERENCE_FILES } from './reference.ts';

const root = new URL('../../../', import.meta.url);
mkdirSync(fileURLToPath(new URL('docs', root)), { recursive: true });
for (const language of LANGUAGES) {
  const file = fileURLToPath(new URL(REFERENCE_FILES[language], root));
  writeFileSync(file, configReference(language));
  process.stdout.write(`${file}\n`);
}
