import type { Language } from '@smart-cradle/protocol/language';
import { findCradles } from '../home-assistant/cradles.ts';
import type { HomeAssistant } from '../home-assistant/types.ts';
import { textsOf } from '../localize/index.ts';
import { type CardFields, parseCardConfig } from './card-config.ts';

interface Words {
  cradle: string;
  cradleHelp: string;
  fields: Readonly<Record<string, { label: string; help: string }>>;
  values: Readonly<Record<string, string>>;
}

const WORDS: Record<Language, Words> = {
  en: {
    cradle: 'Cradle',
    cradleHelp: 'Left empty, the card shows the cradle that is chosen on the page',
    fields: {
      layout: {
        label: 'Layout',
        help: 'Compact takes a third of the height; night is a bedside view that rings',
      },
      range: { label: 'Range', help: 'What the card shows first' },
    },
    values: {
      full: 'Full',
      compact: 'Compact',
      night: 'Night',
      '24h': '24 hours',
      '7d': '7 days',
      '30d': '30 days',
    },
  },
  ko: {
    cradle: '요람',
    cradleHelp: '비워 두면 화면에서 선택한 요람을 표시합니다',
    fields: {
      layout: {
        label: '배치',
        help: '간단히 보기는 높이가 3분의 1이고, 밤 화면은 침대 옆에서 알람을 울립니다',
      },
      range: { label: '기간', help: '카드가 처음 보여 줄 기간' },
    },
    values: {
      full: '전체',
      compact: '간단히',
      night: '밤 화면',
      '24h': '24시간',
      '7d': '7일',
      '30d': '30일',
    },
  },
};

/** Home Assistant asks for the form without saying who asks: the page's root element knows. */
function hassOfPage(): HomeAssistant | undefined {
  return (document.querySelector('home-assistant') as { hass?: HomeAssistant } | null)?.hass;
}

interface Field {
  name: string;
}

/** The form that Home Assistant draws as a card's editor. A UUID can be typed as well, for a cradle to come. */
export function cardForm(fields: CardFields) {
  const hass = hassOfPage();
  const words = textsOf(WORDS, hass);
  const cradles = hass ? findCradles(hass) : [];
  const dropdown = (name: string, options: { value: string; label: string }[], more: object) => ({
    name,
    selector: { select: { mode: 'dropdown', options, ...more } },
  });
  return {
    schema: [
      dropdown(
        'cradle',
        cradles.map(({ uuid, name }) => ({ value: uuid, label: `${name} (${uuid})` })),
        { custom_value: true },
      ),
      ...Object.entries(fields).map(([name, values]) => ({
        ...dropdown(
          name,
          values.map((value) => ({ value, label: words.values[value] ?? value })),
          {},
        ),
        default: values[0],
      })),
    ],
    assertConfig: (config: unknown): void => {
      parseCardConfig(config, fields);
    },
    computeLabel: ({ name }: Field) =>
      name === 'cradle' ? words.cradle : (words.fields[name]?.label ?? name),
    computeHelper: ({ name }: Field) => (name === 'cradle' ? words.cradleHelp : words.fields[name]?.help),
  };
}
