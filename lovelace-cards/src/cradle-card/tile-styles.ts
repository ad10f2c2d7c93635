import { css } from 'lit';

/** The readings. */
export const tileStyles = css`
  .tile {
    display: flex;
    flex-direction: column;
    gap: 8px;
    min-height: 132px;
    padding: 12px;
    border: 2px solid transparent;
    border-radius: 12px;
    background: var(--quiet-fill);
    min-width: 0;
  }
  .tile h3 {
    display: flex;
    align-items: center;
    gap: 6px;
    font-size: 14px;
    font-weight: 500;
    color: var(--soft-ink);
  }
  .tile-body {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    align-content: center;
    gap: 4px 12px;
    flex: 1;
    min-width: 0;
  }
  .tile-words {
    flex: 1 1 min-content;
    min-width: min-content;
  }
  .tile .face {
    width: 64px;
    height: 64px;
    flex: none;
  }
  .value {
    font-size: 20px;
    font-weight: 650;
    line-height: 1.15;
    letter-spacing: -0.01em;
    font-variant-numeric: tabular-nums;
    overflow-wrap: break-word;
  }
  [data-reading='temperature'] .value {
    font-size: 27px;
  }
  .line {
    margin-top: 3px;
    font-size: 14px;
    color: var(--soft-ink);
    font-variant-numeric: tabular-nums;
  }
  .tile.notice {
    background: var(--warn-fill);
    border-color: var(--warn-line);
  }
  .tile.alarm {
    background: var(--danger-fill);
    border-color: #e5392e;
  }
  .tile.alarm .value {
    color: var(--danger-ink);
  }
  .tile.notice .line,
  .tile.alarm .line,
  .tile.notice h3,
  .tile.alarm h3 {
    color: var(--ink);
  }
  .tile.gap {
    background: repeating-linear-gradient(135deg, var(--quiet-fill) 0 8px, transparent 8px 16px);
    border: 2px dashed color-mix(in srgb, var(--ink) 32%, transparent);
    color: var(--soft-ink);
  }
  .tile.gap .value {
    font-size: 17px;
    font-weight: 600;
  }
  .level {
    display: flex;
    flex-wrap: wrap;
    align-items: flex-end;
    gap: 4px 8px;
    font-size: 13px;
    line-height: 1;
    color: var(--soft-ink);
  }
  .tile.alarm .level {
    color: var(--ink);
  }
  .bars {
    display: flex;
    align-items: flex-end;
    gap: 3px;
    height: 18px;
  }
  .bars i {
    width: 5px;
    height: 6px;
    border-radius: 2px;
    background: color-mix(in srgb, currentColor 30%, transparent);
  }
  .bars i:nth-child(2) { height: 8px; }
  .bars i:nth-child(3) { height: 10px; }
  .bars i:nth-child(4) { height: 13px; }
  .bars i:nth-child(5) { height: 15px; }
  .bars i:nth-child(6) { height: 18px; }
  .bars i.on {
    background: currentColor;
  }
  .rock {
    width: 100%;
  }
  .trend {
    display: grid;
    gap: 2px;
  }
  .trend .line {
    display: flex;
    align-items: center;
    gap: 4px;
  }
  .spark {
    width: 100%;
    height: 26px;
    overflow: visible;
  }
  .spark polyline {
    fill: none;
    stroke: currentColor;
    stroke-width: 2;
    stroke-linejoin: round;
    opacity: 0.75;
  }
  .levels {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 6px;
  }
  .levels button {
    padding: 0;
  }
  .level-bars {
    display: flex;
    flex: 1;
    align-items: end;
    justify-content: center;
    gap: 3px;
  }
  .level-bars i {
    width: 9px;
    height: 10px;
    border-radius: 2px;
    background: color-mix(in srgb, var(--ink) 20%, transparent);
  }
  .level-bars i:nth-child(2) {
    height: 14px;
  }
  .level-bars i:nth-child(3) {
    height: 18px;
  }
  .level-bars i:nth-child(4) {
    height: 22px;
  }
  .level-bars i.on {
    background: color-mix(in srgb, var(--accent) 60%, var(--ink));
  }
  .facts {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 16px;
    padding: 0 4px;
    list-style: none;
    font-size: 15px;
    font-weight: 600;
  }
  .facts li {
    display: flex;
    align-items: center;
    gap: 6px;
  }

  /* Care log */
  .care-buttons {
    display: grid;
    grid-template-columns: repeat(var(--columns), minmax(0, 1fr));
    gap: 8px;
  }
  .care-buttons button {
    flex-direction: column;
    gap: 4px;
    min-height: 64px;
    padding: 8px 2px;
    font-size: 14px;
    line-height: 1.15;
  }
  .care-buttons .icon {
    width: 22px;
    height: 22px;
  }
  .care-words b {
    display: block;
    font-weight: 600;
  }
  .care-words small {
    font-size: 12px;
    font-weight: 500;
    font-variant-numeric: tabular-nums;
  }
  .care-status:has(*) {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
    margin-top: 8px;
    padding: 4px 4px 4px 12px;
    border-radius: 12px;
    background: var(--good-fill);
    font-weight: 600;
  }
  .care-status span {
    display: inline-flex;
    align-items: center;
    gap: 8px;
  }

  @media (forced-colors: active) {
    .tile {
      border-color: CanvasText;
    }
  }
`;
