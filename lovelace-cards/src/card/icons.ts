import { html, type SVGTemplateResult, svg, type TemplateResult } from 'lit';

/** Line drawings on a grid of 24, two wide. */
const DRAWINGS = {
  alert: svg`<path d="M12 3.5 2.5 20h19L12 3.5Z"/><path d="M12 10v4.5M12 17.2v.1"/>`,
  bell: svg`<path d="M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 2h-15l1.5-2Z"/><path d="M10 21h4"/>`,
  check: svg`<path d="m4.5 12.5 5 5 10-11"/>`,
  snooze: svg`<circle cx="12" cy="13" r="7.5"/><path d="M12 8.5V13l3 2M4 4 2.2 5.8M20 4l1.8 1.8"/>`,
  shield: svg`<path d="M12 3 4.5 6v5.5c0 4.5 3.1 7.9 7.5 9.5 4.4-1.6 7.5-5 7.5-9.5V6L12 3Z"/><path d="m8.5 12 2.5 2.5 4.5-5"/>`,
  shieldOff: svg`<path d="M12 3 4.5 6v5.5c0 4.5 3.1 7.9 7.5 9.5 4.4-1.6 7.5-5 7.5-9.5V6L12 3Z"/><path d="M12 8v4.5M12 15.6v.1"/>`,
  pause: svg`<circle cx="12" cy="12" r="9"/><path d="M9.5 8.5v7M14.5 8.5v7"/>`,
  play: svg`<path d="M8 5.5v13l10.5-6.5L8 5.5Z"/>`,
  offline: svg`<path d="M3 3l18 18M5 12.2a10 10 0 0 1 4-2.4M8.2 15.5a5.5 5.5 0 0 1 5-1.4M2 8.8a14.5 14.5 0 0 1 4-2.6M10.5 5a14.5 14.5 0 0 1 11.5 3.8M15.5 10.4c1.3.400 2.5 1 3.5 1.8M12 19v.1"/>`,
  sound: svg`<path d="M4 9.5v5h3.5l4.5 4v-13l-4.5 4H4Z"/><path d="M15.5 9a4.2 4.2 0 0 1 0 6M18.2 6.3a8 8 0 0 1 0 11.4"/>`,
  quiet: svg`<path d="M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5Z"/><path d="M15 4.5h4l-4 4.5h4"/>`,
  thermometer: svg`<path d="M14.5 14V5.5a2.5 2.5 0 0 0-5 0V14a4.5 4.5 0 1 0 5 0Z"/><path d="M12 9v8.5"/>`,
  cradle: svg`<path d="M4 7h16l-2 8.5H6L4 7Z"/><path d="M2.5 17.5c5.5 4 13.5 4 19 0M9 11h6"/>`,
  face: svg`<circle cx="12" cy="12" r="9"/><path d="M8.5 10v.1M15.5 10v.1M9 15c1.8 1.5 4.2 1.5 6 0"/>`,
  camera: svg`<path d="M3 7.5h12v10H3zM15 11l6-3v9l-6-3"/>`,
  cameraOff: svg`<path d="M3 3l18 18M7.5 7.5H15v7M15 11l6-3v9M15 17.5H3v-10"/>`,
  expand: svg`<path d="M14.5 4H20v5.5M9.5 20H4v-5.5M20 4l-6.5 6.5M4 20l6.5-6.5"/>`,
  close: svg`<path d="m5.5 5.5 13 13M18.5 5.5l-13 13"/>`,
  hold: svg`<circle cx="9" cy="6" r="3"/><path d="M3.5 20v-4a5 5 0 0 1 5-5h2l3 3.5H19"/><circle cx="16.5" cy="11" r="2.2"/>`,
  bottle: svg`<path d="M9.5 7.500h5l1.500 3V20a1.500 1.500 0 0 1-1.500 1.500h-5A1.500 1.500 0 0 1 8 20v-9.500l1.500-3ZM10 7.500V5.500a2 2 0 0 1 4 0v2M8 14h4"/>`,
  nappy: svg`<path d="M3 6.500h18v3.500c-3.500 0-6 3-6.500 8h-5C9 13 6.500 10 3 10V6.500Z"/><path d="M3 10h3M18 10h3"/>`,
  bed: svg`<path d="M3 6v13M3 16h18M21 19v-5a3 3 0 0 0-3-3H3"/><circle cx="7" cy="8.500" r="1.700"/>`,
  medicine: svg`<rect x="2.500" y="8.500" width="19" height="7" rx="3.500"/><path d="M12 8.500v7"/>`,
  bath: svg`<path d="M2.500 12h19v2.500a5 5 0 0 1-5 5h-9a5 5 0 0 1-5-5V12ZM6 12V5.500a2 2 0 0 1 4 0M7 19.500V21M17 19.500V21"/>`,
  note: svg`<path d="M5 4h14v11l-5 5H5zM14 20v-5h5M8.500 8.500h7M8.500 12h4"/>`,
  up: svg`<path d="M5 17 17.500 6.500M10 6h8v8"/>`,
  down: svg`<path d="m5 7 12.500 10.500M10 18h8v-8"/>`,
  steady: svg`<path d="M4 12h16M15 7l5 5-5 5"/>`,
  left: svg`<path d="m14.500 5-7 7 7 7"/>`,
  right: svg`<path d="m9.500 5 7 7-7 7"/>`,
  undo: svg`<path d="M8.500 5 4 9.500 8.500 14"/><path d="M4 9.500h10a5.500 5.500 0 0 1 0 11h-4"/>`,
  asleep: svg`<path d="M20 14.500A8.500 8.500 0 0 1 9.500 4a8.500 8.500 0 1 0 10.500 10.500Z"/>`,
  awake: svg`<circle cx="12" cy="12" r="4.500"/><path d="M12 2.500v2M12 19.500v2M2.500 12h2M19.500 12h2M5.300 5.300l1.400 1.400M17.300 17.300l1.400 1.400M5.300 18.700l1.400-1.400M17.300 6.700l1.400-1.400"/>`,
  plus: svg`<path d="M12 5v14M5 12h14"/>`,
  minus: svg`<path d="M5 12h14"/>`,
  history: svg`<path d="M4 12a8 8 0 1 1 2.500 5.800M4 12l-2-2.500M4 12l2.500-2M12 7.500V12l3 2"/>`,
  search: svg`<circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5 5"/>`,
} as const satisfies Record<string, SVGTemplateResult>;

export type IconName = keyof typeof DRAWINGS;

/** A drawing on the grid of 24 that goes with words: screen readers pass over it. */
export function drawn(paths: SVGTemplateResult): TemplateResult {
  return html`<svg
    class="icon"
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    stroke-width="2"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  >
    ${paths}
  </svg>`;
}

/** One of the drawings that the first card needs; others stand beside what draws them. */
export function icon(name: IconName): TemplateResult {
  return drawn(DRAWINGS[name]);
}
