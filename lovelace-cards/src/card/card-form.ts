import type { Language } from '@smart-cradle/protocol/language';
import { findCradles } from '../home-assistant/cradles.ts';
import type { HomeAssistant } from '../home-assistant/types.ts';
import { textsFor, textsOf } from '../localize/index.ts';
import { type CardField, type CardFields, isCamera, isList, parseCardConfig } from './card-config.ts';

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
        help: 'Nothing chosen: full. Compact takes a third of the height; night is a bedside view that rings',
      },
      range: { label: 'Range', help: 'What the card shows first. Nothing chosen: 24 hours' },
      stream_entity: {
        label: 'Camera with video and sound',
        help: 'A camera of Home Assistant that looks at this cradle and offers WebRTC; it needs the cradle above. Left empty, the card shows the cradle’s own pictures, two a second',
      },
      care: {
        label: 'Buttons of the care log',
        help: 'In the order in which you add them. Never set: Fed, Changed, To bed, Medicine',
      },
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
        help: '고르지 않으면 전체. 간단히 보기는 높이가 3분의 1이고, 밤 화면은 침대 옆에서 알람을 울립니다',
      },
      range: { label: '기간', help: '카드가 처음 보여 줄 기간. 고르지 않으면 24시간' },
      stream_entity: {
        label: '소리 있는 영상 카메라',
        help: '이 요람을 비추고 WebRTC를 지원하는 Home Assistant 카메라. 위에서 요람을 먼저 골라야 합니다. 비워 두면 요람이 보내는 초당 두 장의 사진을 보여 줍니다',
      },
      care: {
        label: '돌봄 기록 버튼',
        help: '더한 순서로 표시합니다. 정하지 않으면 수유, 기저귀, 재우기, 약',
      },
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

const ANY_CRADLE = 'any';

function isMap(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @see CameraEntityFeature.STREAM of Home Assistant */
const STREAM = 2;

/** The form that Home Assistant draws as a card's editor. A UUID can be typed as well, for a cradle to come. */
export function cardForm(fields: CardFields) {
  const hass = hassOfPage();
  const words = textsOf(WORDS, hass);
  const cradles = hass ? findCradles(hass) : [];
  const names: Readonly<Record<string, string>> = { ...words.values, ...textsFor(hass).care };
  const labelled = (values: readonly string[]) =>
    values.map((value) => ({ value, label: names[value] ?? value }));
  const field = (name: string, kind: CardField) => {
    if (isCamera(kind)) {
      return { name, selector: { entity: { filter: [{ domain: 'camera', supported_features: [STREAM] }] } } };
    }
    if (isList(kind)) {
      const select = { mode: 'list', multiple: true, reorder: true, options: labelled(kind.list) };
      return { name, selector: { select }, default: kind.first };
    }
    return { name, selector: { select: { mode: 'dropdown', options: labelled(kind) } }, default: kind[0] };
  };
  const options = cradles.map(({ uuid, name }) => ({ value: uuid, label: `${name} (${uuid})` }));
  return {
    schema: [
      { name: 'cradle', selector: { select: { mode: 'dropdown', options, custom_value: true } } },
      ...Object.entries(fields).map(([name, kind]) => field(name, kind)),
    ],
    // What only YAML can say is left to YAML. A camera that is chosen before its cradle is no reason to leave the form.
    assertConfig: (config: Readonly<Record<string, unknown>>): void => {
      const maps = Object.keys(fields).filter((name) => isMap(config[name]));
      if (maps.length > 0) throw new Error(`${maps.join(', ')}: one for each cradle is edited as YAML`);
      parseCardConfig({ ...config, cradle: config.cradle || ANY_CRADLE }, fields);
    },
    computeLabel: ({ name }: Field) =>
      name === 'cradle' ? words.cradle : (words.fields[name]?.label ?? name),
    computeHelper: ({ name }: Field) => (name === 'cradle' ? words.cradleHelp : words.fields[name]?.help),
  };
}
