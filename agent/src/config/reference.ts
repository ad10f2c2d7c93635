import type { Language } from '@smart-cradle/protocol/language';
import { CONFIG_KEYS, type ConfigKey, textsOf } from './keys.ts';

/** Where each language's page stands, from the repository's root. */
export const REFERENCE_FILES: Record<Language, string> = {
  en: 'docs/agent-configuration.md',
  ko: 'docs/agent-configuration.ko.md',
};

const TEXTS = {
  en: {
    title: "The agent's configuration",
    made: 'Made from `agent/src/config/schema.ts` by `npm run config-docs --workspace agent`; a test holds it current.',
    how: [
      'One YAML file, named by `--config` or `SMART_CRADLE_CONFIG`. Every key is also an environment variable, which wins over the file; passwords are best kept there. A wrong key or value stops the agent with exit code 2 and names itself, its place and what is allowed.',
      'An example:',
    ],
    columns: ['key', 'what', 'allowed', 'default'],
    general: 'General',
    variable: (name: string) => `Environment: \`${name}_…\``,
    alone: 'Environment: `SMART_CRADLE_` and the name in capitals, such as `SMART_CRADLE_UUID`',
    other: '[한국어](agent-configuration.ko.md)',
  },
  ko: {
    title: '에이전트 설정',
    made: '`agent/src/config/schema.ts`에서 `npm run config-docs --workspace agent`로 만듭니다. 최신인지는 테스트가 확인합니다.',
    how: [
      'YAML 파일 하나이며 `--config`나 `SMART_CRADLE_CONFIG`로 지정합니다. 모든 항목은 환경 변수로도 쓸 수 있고 환경 변수가 파일보다 우선합니다. 비밀번호는 환경 변수에 두는 것이 좋습니다. 항목이나 값이 잘못되면 이름, 위치, 허용되는 값을 알려 주고 종료 코드 2로 끝납니다.',
      '예:',
    ],
    columns: ['항목', '설명', '허용되는 값', '기본값'],
    general: '일반',
    variable: (name: string) => `환경 변수: \`${name}_…\``,
    alone: '환경 변수: `SMART_CRADLE_`에 대문자 이름을 붙입니다. 예: `SMART_CRADLE_UUID`',
    other: '[English](agent-configuration.md)',
  },
} as const;

const EXAMPLE = `\`\`\`yaml
uuid: cradle-abc-123
name: Mina
mqtt:
  url: mqtts://homeassistant.local:8883
  username: agent
  ca_file: /etc/smart-cradle/ca.crt
camera:
  type: rpicam
  rotation: 180
microphone:
  type: alsa
  device: plughw:1
serial:
  vendor_id: "2341"
  product_id: "0043"
\`\`\``;

const code = (text: string) => `\`${text}\``;

function row(key: ConfigKey, language: Language): string {
  const { path, default: preset } = key;
  const [name, what] = textsOf(key, language);
  const values = key.allowed
    .replace(/^one of (.*)$/, (_all, names: string) => names.split(', ').map(code).join(', '))
    .replace(/^true or false$/, '`true`, `false`')
    .replace(/^(?:a whole number|a number) from (\S+) to (\S+)$/, '$1 – $2')
    .replace(/^a number above (\S+), at most (\S+)$/, '> $1, ≤ $2');
  return `| ${code(path.join('.'))} | **${name}**: ${what} | ${values} | ${preset === undefined ? '' : code(JSON.stringify(preset))} |`;
}

/** The page of every key, from the schema. */
export function configReference(language: Language): string {
  const texts = TEXTS[language];
  const groups = Map.groupBy(CONFIG_KEYS, ({ path }) => (path.length > 1 ? (path[0] ?? '') : ''));
  const sections = [...groups].map(([group, keys]) =>
    [
      `## ${group ? code(group) : texts.general}`,
      group ? texts.variable(`SMART_CRADLE_${group.toUpperCase()}`) : texts.alone,
      [
        `| ${texts.columns.join(' | ')} |`,
        `|${texts.columns.map(() => '---').join('|')}|`,
        ...keys.map((key) => row(key, language)),
      ].join('\n'),
    ].join('\n\n'),
  );
  const [how, example] = texts.how;
  return `${[`# ${texts.title}`, texts.other, how, example, EXAMPLE, ...sections, `*${texts.made}*`].join('\n\n')}\n`;
}
