import type { DirectionState } from '@smart-cradle/protocol/direction';
import { css, html, svg, type TemplateResult } from 'lit';

/**
 * The drawn face as the camera sees it: the baby's left is at the viewer's right.
 * `gap`: nothing is known, so no face is drawn.
 */
export type FacePose = DirectionState | 'gap';

function features(crying: boolean) {
  const eyes = crying
    ? svg`<path d="M30 45l10 5-10 4M70 45l-10 5 10 4" class="line"/>`
    : svg`<path d="M28 49q6 6 12 0M60 49q6 6 12 0" class="line"/>`;
  const mouth = crying
    ? svg`<path d="M50 64c-9 0-11 13 0 13s9-13 0-13Z" class="mouth"/>`
    : svg`<path d="M43 69q7 6 14 0" class="line"/>`;
  const tears = crying
    ? svg`<path class="tear" d="M29 58q-5 8 0 9 5-1 0-9Z"/><path class="tear" d="M71 58q-5 8 0 9 5-1 0-9Z"/>`
    : '';
  return svg`
    <clipPath id="head"><circle cx="50" cy="53" r="37"/></clipPath>
    <g clip-path="url(#head)"><g class="features">
      <circle cx="27" cy="61" r="6.5" class="cheek"/><circle cx="73" cy="61" r="6.5" class="cheek"/>
      ${eyes}${mouth}${tears}
      <path d="M47.5 57q2.500 3.500 5 0" class="line nose"/>
    </g></g>`;
}

function unseen() {
  return svg`<circle cx="50" cy="53" r="38" class="ghost"/>
    <path d="M28 53q22-19 44 0-22 19-44 0Z" class="ghost-eye"/><circle cx="50" cy="53" r="6" class="ghost-eye"/>
    <path d="M27 30l46 46" class="ghost-eye"/>`;
}

/** @param label what is read out in place of the drawing. */
export function face(pose: FacePose, crying: boolean, label: string): TemplateResult {
  const seen = pose === 'front' || pose === 'left' || pose === 'right';
  return html`<svg class="face ${pose}" viewBox="0 0 100 100" role="img" aria-label=${label}>
    ${
      seen
        ? svg`<circle cx="50" cy="53" r="38" class="head"/>
          <circle cx="12" cy="56" r="8" class="ear first"/><circle cx="88" cy="56" r="8" class="ear second"/>
          <path d="M50 15q-9 9 2 13 8-1 5-8" class="curl"/>
          ${features(crying)}`
        : pose === 'gap'
          ? svg`<circle cx="50" cy="53" r="38" class="ghost"/><path d="M36 53h28" class="ghost-eye"/>`
          : unseen()
    }
  </svg>`;
}

export const faceStyles = css`
  .face {
    --skin: #ffd27a;
    --skin-shade: #f3b553;
    --ink: #5a3a12;
    display: block;
    overflow: visible;
  }
  .face .head { fill: var(--skin); stroke: var(--skin-shade); stroke-width: 2; }
  .face .ear { fill: var(--skin); stroke: var(--skin-shade); stroke-width: 2; }
  .face .curl { fill: none; stroke: var(--ink); stroke-width: 3.5; stroke-linecap: round; }
  .face .line { fill: none; stroke: var(--ink); stroke-width: 3.5; stroke-linecap: round; stroke-linejoin: round; }
  .face .cheek { fill: #f58d6b; opacity: 0.45; }
  .face .mouth { fill: #8d2f23; stroke: var(--ink); stroke-width: 2.5; }
  .face .tear { fill: #3f9be0; }
  .face .ghost { fill: none; stroke: currentColor; stroke-width: 3; stroke-dasharray: 7 6; opacity: 0.7; }
  .face .ghost-eye { fill: none; stroke: currentColor; stroke-width: 4; stroke-linecap: round; }
  .face .features, .face .ear, .face .curl, .face .nose { transition: transform 0.45s ease-out, opacity 0.2s; }
  .face.left .features { transform: translateX(15px) scaleX(0.88); transform-origin: 50px 50px; }
  .face.right .features { transform: translateX(-15px) scaleX(0.88); transform-origin: 50px 50px; }
  .face.left .nose { transform: translateX(6px); }
  .face.right .nose { transform: translateX(-6px); }
  .face.left .first { transform: translateX(15px); }
  .face.left .second { transform: translateX(-12px); opacity: 0; }
  .face.right .first { transform: translateX(12px); opacity: 0; }
  .face.right .second { transform: translateX(-15px); }
  .face.left .curl { transform: translateX(7px); }
  .face.right .curl { transform: translateX(-7px); }
  @media (prefers-reduced-motion: reduce) {
    .face .features, .face .ear, .face .curl, .face .nose { transition: none; }
  }
`;
