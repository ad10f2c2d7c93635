import { css } from 'lit';

export const historyStyles = css`
  :host {
    --sleep: color-mix(in srgb, #3f6fd8 70%, var(--ink));
    --sleep-soft: color-mix(in srgb, #3f6fd8 38%, transparent);
    --cry: color-mix(in srgb, #e07b00 80%, var(--ink));
    --rock: color-mix(in srgb, #00897b 75%, var(--ink));
  }
  .whose {
    color: var(--soft-ink);
  }
  .inside {
    display: grid;
    gap: 12px;
    padding: 0 16px 16px;
    min-width: 0;
  }
  .inside > .error {
    margin: 0;
    flex-wrap: wrap;
  }
  .free {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: 8px;
  }
  .free label {
    display: grid;
    flex: 1 1 130px;
    gap: 2px;
    font-size: 13px;
    color: var(--soft-ink);
  }
  .free .error {
    flex-basis: 100%;
    margin: 0;
  }
  .waiting,
  .none {
    padding: 40px 0;
    text-align: center;
    color: var(--soft-ink);
  }
  .instead {
    display: flex;
    gap: 8px;
    padding: 10px 12px;
    border: 2px solid var(--warn-line);
    border-radius: 10px;
    background: var(--warn-fill);
    font-size: 14px;
  }
  .charts {
    position: relative;
    min-width: 0;
    border-radius: 8px;
    touch-action: pan-y;
    cursor: crosshair;
  }
  .charts:focus-visible {
    outline: 3px solid var(--accent);
    outline-offset: 2px;
  }
  .charts h3 {
    margin: 8px 0 2px;
    font-size: 14px;
    font-weight: 600;
  }
  .charts small {
    font-weight: 400;
    color: var(--soft-ink);
  }
  .chart {
    display: block;
    width: 100%;
    overflow: visible;
  }
  .tick,
  .threshold-text {
    font-size: 12px;
    fill: var(--soft-ink);
    font-variant-numeric: tabular-nums;
  }
  .threshold-text {
    fill: var(--danger-ink);
    paint-order: stroke;
    stroke: var(--surface);
    stroke-width: 4px;
  }
  .grid {
    stroke: var(--line);
  }
  .line {
    fill: none;
    stroke: var(--ink);
    stroke-width: 2;
    stroke-linejoin: round;
  }
  .band {
    fill: color-mix(in srgb, var(--accent) 26%, transparent);
  }
  .threshold {
    stroke: #e5392e;
    stroke-width: 2;
    stroke-dasharray: 6 4;
  }
  .alert-mark path {
    fill: var(--danger);
    stroke: var(--surface);
    stroke-width: 1.5;
  }
  .alert-mark.technical path {
    fill: var(--soft-ink);
  }
  .alert-mark .alert-line {
    fill: none;
    stroke: color-mix(in srgb, #e5392e 45%, transparent);
    stroke-width: 1;
  }
  .cursor {
    stroke: var(--ink);
    stroke-width: 1.5;
  }
  .bar {
    fill: var(--cry);
  }
  .unheard {
    fill: color-mix(in srgb, var(--ink) 20%, transparent);
  }
  .ground {
    fill: var(--quiet-fill);
  }
  .band-asleep {
    fill: var(--sleep);
    background: var(--sleep);
  }
  .band-awake {
    fill: var(--sleep-soft);
    background: var(--sleep-soft);
  }
  .band-fussing {
    fill: var(--cry);
    background: var(--cry);
  }
  .band-away {
    fill: color-mix(in srgb, var(--ink) 30%, transparent);
    background: color-mix(in srgb, var(--ink) 30%, transparent);
  }
  .rocked {
    fill: var(--rock);
    background: var(--rock);
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 14px;
    list-style: none;
    font-size: 13px;
    color: var(--soft-ink);
  }
  .legend li {
    display: flex;
    align-items: center;
    gap: 6px;
  }
  .swatch {
    width: 14px;
    height: 14px;
    border-radius: 3px;
  }
  .swatch.band-awake {
    height: 7px;
  }
  .swatch.band-fussing {
    height: 10px;
  }
  .swatch.band-away,
  .swatch.rocked {
    height: 5px;
  }
  .swatch.mark {
    background: var(--danger);
    border-radius: 0;
    width: 11px;
    height: 11px;
    clip-path: polygon(50% 0, 100% 50%, 50% 100%, 0 50%);
  }
  .swatch.mark.technical {
    background: var(--soft-ink);
    clip-path: none;
  }
  .swatch.mark.hot {
    clip-path: polygon(50% 0, 100% 100%, 0 100%);
  }
  .facts {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(92px, 1fr));
    gap: 8px;
    margin: 0;
  }
  .facts div {
    padding: 8px 10px;
    border-radius: 10px;
    background: var(--quiet-fill);
  }
  .facts dt {
    font-size: 13px;
    color: var(--soft-ink);
  }
  .facts dd {
    margin: 0;
    font-size: 18px;
    font-weight: 650;
    font-variant-numeric: tabular-nums;
  }
  .hint {
    font-size: 14px;
    color: var(--soft-ink);
  }
  .moment {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 10px;
    padding: 10px 12px;
    border: 1px solid var(--line);
    border-radius: 10px;
  }
  .moment > div {
    flex: 1 1 180px;
  }
  .moment img {
    width: 160px;
    max-width: 100%;
    border-radius: 8px;
  }
  summary {
    display: flex;
    align-items: center;
    min-height: 44px;
    font-weight: 600;
    cursor: pointer;
  }
  .scroll {
    overflow-x: auto;
  }
  table {
    width: 100%;
    border-collapse: collapse;
    font-size: 14px;
    font-variant-numeric: tabular-nums;
  }
  th,
  td {
    padding: 8px 10px 8px 0;
    border-top: 1px solid var(--line);
    text-align: start;
    font-weight: 400;
    white-space: nowrap;
  }
  thead th {
    border: 0;
    color: var(--soft-ink);
  }
`;
