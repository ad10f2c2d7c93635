import { Option } from 'commander';

/** Where the configuration stands; the service says it by the variable. */
export function configOption(): Option {
  return new Option('--config <file>', 'YAML file; each key is also an environment variable').env(
    'SMART_CRADLE_CONFIG',
  );
}
