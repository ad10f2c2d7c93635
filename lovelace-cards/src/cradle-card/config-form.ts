import { findCradles } from '../home-assistant/cradles.ts';
import type { HomeAssistant } from '../home-assistant/types.ts';
import { textsFor } from '../localize/index.ts';
import { LAYOUTS, parseConfig } from './config.ts';

/** Home Assistant asks for the form without saying who asks: the page's root element knows. */
function hassOfPage(): HomeAssistant | undefined {
  return (document.querySelector('home-assistant') as { hass?: HomeAssistant } | null)?.hass;
}

interface Field {
  name: string;
}

/** The form that Home Assistant draws as the card's editor. A UUID can be typed as well, for a cradle to come. */
export function configForm() {
  const hass = hassOfPage();
  const { form } = textsFor(hass);
  const cradles = hass ? findCradles(hass) : [];
  const words: Record<string, { label: string; help: string }> = {
    cradle: { label: form.cradle, help: form.cradleHelp },
    layout: { label: form.layout, help: form.layoutHelp },
  };
  return {
    schema: [
      {
        name: 'cradle',
        required: true,
        selector: {
          select: {
            mode: 'dropdown',
            custom_value: true,
            options: cradles.map(({ uuid, name }) => ({ value: uuid, label: `${name} (${uuid})` })),
          },
        },
      },
      {
        name: 'layout',
        default: 'full',
        selector: {
          select: {
            mode: 'dropdown',
            options: LAYOUTS.map((layout) => ({ value: layout, label: form[layout] })),
          },
        },
      },
    ],
    assertConfig: (config: unknown): void => {
      parseConfig(config);
    },
    computeLabel: ({ name }: Field) => words[name]?.label ?? name,
    computeHelper: ({ name }: Field) => words[name]?.help,
  };
}
