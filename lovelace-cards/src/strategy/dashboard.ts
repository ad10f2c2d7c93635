import type { FoundCradle } from '../home-assistant/cradles.ts';
import type { StrategyTexts } from './texts.ts';

/** What every cradle card of the dashboard is given besides its layout. */
export interface CardOptions {
  stream_entity?: unknown;
  care?: unknown;
}

type Json = { [name: string]: unknown };

const card = (type: string, more: Json = {}): Json => ({ type: `custom:smart-cradle-${type}`, ...more });
const section = (cards: readonly Json[], span = 1): Json => ({ type: 'grid', column_span: span, cards });
const choice = card('choice-card');

/** A badge that is there only while the state says so. */
function badgeWhile(entity: string, state: string, more: Json = {}): Json {
  return {
    type: 'entity',
    entity,
    show_name: true,
    ...more,
    visibility: [{ condition: 'state', entity, state }],
  };
}

/**
 * The whole dashboard.
 * @param entityOf the entity of a cradle by its key; undefined: there is none
 */
export function dashboardOf(
  cradles: readonly FoundCradle[],
  entityOf: (cradle: FoundCradle, key: string) => string | undefined,
  texts: StrategyTexts,
  options: CardOptions = {},
): { title: string; views: Json[] } {
  if (cradles.length === 0) {
    return {
      title: texts.title,
      views: [
        {
          title: texts.overview,
          path: 'overview',
          icon: 'mdi:cradle',
          type: 'sections',
          sections: [section([card('card')])],
        },
      ],
    };
  }
  const one = cradles.length === 1;
  const badges = cradles.flatMap((cradle): Json[] => {
    const named = (label: string) => ({ name: one ? label : `${cradle.name}: ${label}` });
    const entries: [string, string, Json][] = [
      ['crying', 'on', { color: 'red', ...named(texts.crying) }],
      ['rocking', 'on', { color: 'teal', ...named(texts.rocking) }],
      ['monitoring', 'off', { color: 'orange', ...named(texts.paused) }],
    ];
    const temperature = entityOf(cradle, 'temperature');
    return [
      ...(temperature
        ? [{ type: 'entity', entity: temperature, ...named(texts.temperature), show_name: !one }]
        : []),
      ...entries.flatMap(([key, state, more]) => {
        const entity = entityOf(cradle, key);
        return entity ? [badgeWhile(entity, state, more)] : [];
      }),
    ];
  });
  const overview = one
    ? [
        section([card('card', { layout: 'full', ...options, grid_options: { columns: 'full' } })], 2),
        section([card('night-card', { grid_options: { columns: 'full' } })]),
      ]
    : cradles.map(({ uuid }) =>
        section([card('card', { cradle: uuid, layout: 'compact', grid_options: { columns: 'full' } })]),
      );
  const full = { grid_options: { columns: 'full' } };
  const sections = (cards: Json[][]): Json[] => cards.map((some) => section(some, 1));
  const view = (path: string, title: string, icon: string, parts: Json[], more: Json = {}): Json => ({
    title,
    path,
    icon,
    type: 'sections',
    max_columns: 3,
    ...more,
    // The choice draws nothing where there is one cradle, and a cradle that comes later makes it appear.
    ...(one ? {} : { header: { card: choice, layout: 'responsive' } }),
    sections: parts,
  });
  return {
    title: texts.title,
    views: [
      {
        title: texts.overview,
        path: 'overview',
        icon: 'mdi:cradle',
        type: 'sections',
        max_columns: 3,
        badges,
        sections: overview,
      },
      ...(one
        ? []
        : [
            view('cradle', texts.cradle, 'mdi:baby-face-outline', [
              section([card('card', { layout: 'full', ...options, ...full })], 2),
              section([card('night-card', full)]),
            ]),
          ]),
      view('history', texts.history, 'mdi:chart-line', [
        section([card('history-card', { range: '24h', ...full })], 2),
        ...(one ? [] : [section([card('night-card', full)])]),
      ]),
      view('alerts', texts.alerts, 'mdi:bell-outline', [section([card('alerts-card', full)], 2)]),
      view(
        'settings',
        texts.settings,
        'mdi:tune-variant',
        sections([[card('settings-card', full)], [card('pairing-card', full)]]),
      ),
      {
        title: texts.night,
        path: 'night',
        icon: 'mdi:weather-night',
        type: 'panel',
        cards: [card('card', { layout: 'night', ...options })],
      },
    ],
  };
}
