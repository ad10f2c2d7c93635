import { css } from 'lit';

/**
 * Home Assistant's theme variables, with colours of our own where a theme's would not reach the contrast that small text
 * needs (4.5 : 1): those are mixed from the theme's colour and its text or background.
 */
export const cardStyles = css`
  :host {
    --ink: var(--primary-text-color, #1c1c1c);
    --soft-ink: color-mix(in srgb, var(--primary-text-color, #1c1c1c) 72%, var(--surface));
    --surface: var(--ha-card-background, var(--card-background-color, #fff));
    --line: color-mix(in srgb, var(--ink) 14%, transparent);
    --quiet-fill: color-mix(in srgb, var(--ink) 5%, transparent);
    --accent: var(--primary-color, #009ac7);
    --good: color-mix(in srgb, var(--success-color, #43a047) 70%, var(--ink));
    --good-fill: color-mix(in srgb, var(--success-color, #43a047) 13%, transparent);
    --warn-line: color-mix(in srgb, var(--warning-color, #ffa600) 85%, var(--ink));
    --warn-fill: color-mix(in srgb, var(--warning-color, #ffa600) 17%, transparent);
    --warn-ink: color-mix(in srgb, var(--warning-color, #ffa600) 30%, var(--ink));
    --danger: #b3261e;
    --danger-fill: color-mix(in srgb, #e5392e 15%, transparent);
    --danger-ink: color-mix(in srgb, #e5392e 45%, var(--ink));
    display: block;
    color: var(--ink);
    font-family: var(--ha-font-family-body, var(--paper-font-body1_-_font-family, Roboto, 'Noto Sans', sans-serif));
    font-size: 15px;
    line-height: 1.35;
    word-break: keep-all;
    overflow-wrap: break-word;
    -webkit-tap-highlight-color: transparent;
  }
  * {
    box-sizing: border-box;
  }
  h2,
  h3,
  p,
  ul {
    margin: 0;
    padding: 0;
    font-weight: inherit;
    font-size: inherit;
  }
  .sr {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .icon {
    width: 1.35em;
    height: 1.35em;
    flex: none;
  }
  .card {
    container-type: inline-size;
    overflow: hidden;
    background: var(--surface);
    border: var(--ha-card-border-width, 1px) solid var(--ha-card-border-color, var(--divider-color, #e0e0e0));
    border-radius: var(--ha-card-border-radius, 12px);
    box-shadow: var(--ha-card-box-shadow, none);
  }
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 6px 12px;
    padding: 14px 16px 12px;
  }
  .chip {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    padding: 4px 12px 4px 8px;
    border-radius: 999px;
    background: var(--good-fill);
    color: var(--good);
    font-size: 14px;
    font-weight: 650;
  }
  header h2 {
    font-size: 20px;
    font-weight: 600;
    letter-spacing: -0.01em;
    overflow-wrap: anywhere;
  }
  footer {
    padding: 4px 16px 12px;
    font-size: 12px;
    color: var(--soft-ink);
  }

  /* Simulated: nobody may take it for a baby. */
  .simulated {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: center;
    gap: 4px 10px;
    padding: 7px 12px;
    background: repeating-linear-gradient(-45deg, #ffd400 0 14px, #f0bf00 14px 28px);
    border-bottom: 3px solid #1a1a1a;
    color: #1a1a1a;
    font-size: 13px;
    font-weight: 600;
  }
  .simulated b {
    padding: 2px 8px;
    border-radius: 4px;
    background: #1a1a1a;
    color: #ffd400;
    font-weight: 800;
    letter-spacing: 0.14em;
  }

  /* Alerts */
  .alerts {
    display: grid;
    gap: 8px;
  }
  .alerts:has(.alert) {
    padding: 0 12px 12px;
  }
  .alert {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 4px 12px;
    padding: 14px;
    border-radius: 12px;
    border: 2px solid transparent;
  }
  .alert.active {
    background: var(--danger);
    color: #fff;
  }
  .alert.active.quiet {
    background: var(--warn-fill);
    border-color: var(--warn-line);
    color: var(--ink);
  }
  .alert.acknowledged,
  .alert.snoozed {
    background: var(--danger-fill);
    border-color: color-mix(in srgb, #e5392e 55%, transparent);
    border-style: dashed;
  }
  .alert-icon {
    font-size: 24px;
    line-height: 1;
  }
  .alert.active.wake:not(.old) .alert-icon {
    animation: ring 1.2s ease-in-out infinite;
    transform-origin: 50% 10%;
  }
  @keyframes ring {
    0%, 40%, 100% { transform: none; }
    8%, 24% { transform: rotate(10deg) scale(1.12); }
    16%, 32% { transform: rotate(-10deg) scale(1.12); }
  }
  .alert h3 {
    font-size: 18px;
    font-weight: 700;
  }
  .alert p {
    font-size: 15px;
  }
  .alert .time {
    margin-top: 2px;
    font-variant-numeric: tabular-nums;
  }
  .alert .answer {
    display: flex;
    align-items: center;
    gap: 6px;
    margin-top: 4px;
    font-weight: 600;
  }
  .alert .note,
  .alert .buttons {
    grid-column: 1 / -1;
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    margin-top: 8px;
  }
  .buttons button {
    flex: 1 1 auto;
    padding-inline: 10px;
    white-space: nowrap;
  }
  .alert.active.wake .strong {
    background: #fff;
    color: #8c1d18;
    border-color: #fff;
  }
  .alert.active.wake .soft:is(button) {
    background: transparent;
    color: #fff;
    border-color: rgb(255 255 255 / 0.75);
  }
  .tag {
    padding: 1px 6px;
    border-radius: 4px;
    background: #ffd400;
    color: #1a1a1a;
    font-size: 11px;
    font-weight: 800;
    letter-spacing: 0.08em;
    vertical-align: 2px;
  }
  .error {
    display: flex;
    align-items: center;
    gap: 8px;
    margin: 0 12px 12px;
    padding: 10px 12px;
    border: 2px solid var(--warn-line);
    border-radius: 10px;
    background: var(--warn-fill);
    overflow-wrap: anywhere;
  }

  /* Buttons */
  button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    min-height: 44px;
    min-width: 44px;
    padding: 8px 14px;
    border: 2px solid transparent;
    border-radius: 12px;
    font: inherit;
    font-weight: 600;
    cursor: pointer;
    transition: filter 0.15s, background-color 0.15s;
  }
  button:focus-visible {
    outline: 3px solid var(--accent);
    outline-offset: 2px;
  }
  .alert.active.wake button:focus-visible {
    outline-color: #fff;
  }
  button:disabled {
    cursor: default;
    opacity: 0.62;
  }
  button:not(:disabled):active {
    filter: brightness(0.88);
  }
  .strong {
    background: color-mix(in srgb, var(--accent) 62%, #000);
    border-color: transparent;
    color: #fff;
  }
  .soft {
    background: color-mix(in srgb, var(--accent) 15%, transparent);
    color: color-mix(in srgb, var(--accent) 48%, var(--ink));
  }
  .alert .soft {
    background: transparent;
    border-color: color-mix(in srgb, var(--ink) 45%, transparent);
    color: var(--ink);
  }

  /* Body */
  .body {
    display: grid;
    gap: 12px;
    padding: 0 12px 8px;
  }
  .picture {
    border-radius: 12px;
    overflow: hidden;
    align-self: start;
  }
  .readings {
    display: grid;
    gap: 12px;
    align-content: start;
    min-width: 0;
  }
  .tiles {
    display: grid;
    grid-template-columns: repeat(2, minmax(0, 1fr));
    gap: 10px;
  }
  @container (min-width: 660px) {
    .body {
      grid-template-columns: minmax(0, 1.15fr) minmax(0, 1fr);
      grid-template-rows: auto 1fr;
      gap: 14px 16px;
      padding: 0 16px 10px;
    }
    .picture {
      grid-row: 1 / 3;
    }
    .monitor {
      margin-inline: 16px;
    }
    .pause {
      grid-column: 2;
      align-self: start;
    }
    .alerts:has(.alert) {
      padding: 0 16px 12px;
    }
    .alert {
      grid-template-columns: auto 1fr auto;
      align-items: center;
    }
    .alert .buttons {
      grid-column: 3;
      grid-row: 1;
      margin: 0;
    }
    .buttons button {
      flex: none;
    }
  }
  @container (max-width: 270px) {
    .tiles {
      grid-template-columns: 1fr;
    }
  }

  /* Monitor */
  .monitor {
    margin: 0 12px 12px;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 12px;
    padding: 10px 14px;
    border-radius: 12px;
    border: 2px solid transparent;
  }
  .monitor-icon {
    font-size: 21px;
    line-height: 0;
  }
  .monitor-text {
    flex: 1 1 170px;
    min-width: 0;
  }
  .monitor button {
    flex: 1 1 auto;
  }
  .monitor h3 {
    font-weight: 700;
  }
  .monitor p {
    font-size: 14px;
  }
  .monitor.impaired,
  .monitor.paused {
    background: var(--warn-fill);
    border-color: var(--warn-line);
  }
  .monitor.impaired h3,
  .monitor.paused h3,
  .monitor.impaired .monitor-icon,
  .monitor.paused .monitor-icon {
    color: var(--warn-ink);
  }
  .monitor.paused {
    background: repeating-linear-gradient(135deg, var(--warn-fill) 0 12px, transparent 12px 24px);
  }
  .monitor.blind,
  .monitor.offline,
  .monitor.disconnected {
    background: var(--danger-fill);
    border-color: #e5392e;
  }
  .monitor:is(.blind, .offline, .disconnected) :is(h3, .monitor-icon) {
    color: var(--danger-ink);
  }

  /* Tiles */
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
    align-items: center;
    gap: 12px;
    flex: 1;
    min-width: 0;
  }
  .tile-words {
    min-width: 0;
  }
  .alert.old {
    background: var(--danger-fill);
    border: 2px dashed #e5392e;
    color: var(--ink);
  }
  .alert.old .alert-icon {
    animation: none;
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

  /* Pause */
  .pause {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 12px;
    padding: 10px 12px 12px;
    border: 1px solid var(--line);
    border-radius: 12px;
  }
  .pause-text {
    display: flex;
    flex: 1 1 150px;
    align-items: center;
    gap: 10px;
  }
  .pause-text b {
    display: block;
    font-weight: 600;
  }
  .pause-text small {
    font-size: 13px;
    color: var(--soft-ink);
  }
  .pause-buttons {
    display: flex;
    flex: 1 1 210px;
    gap: 8px;
  }
  .pause-buttons button {
    flex: 1;
    padding: 8px 4px;
    white-space: nowrap;
  }

  /* Compact */
  .compact .monitor {
    padding-block: 6px;
  }
  .compact-body {
    display: grid;
    grid-template-columns: minmax(96px, 38%) minmax(0, 1fr);
    gap: 12px;
    padding: 0 12px 6px;
  }
  .compact-body ul {
    display: flex;
    flex-direction: column;
    justify-content: space-between;
    gap: 4px;
    list-style: none;
  }
  .compact-body li {
    position: relative;
    display: flex;
    align-items: center;
    gap: 10px;
    min-height: 32px;
    padding: 2px 8px;
    border-radius: 8px;
    border-left: 4px solid transparent;
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }
  .compact-body li .face {
    width: 26px;
    height: 26px;
    margin-inline: -3px;
    flex: none;
  }
  .compact-body li.alarm {
    background: var(--danger-fill);
    border-color: #e5392e;
  }
  .compact-body li.notice {
    background: var(--warn-fill);
    border-color: var(--warn-line);
  }
  .compact-body li.gap {
    color: var(--soft-ink);
    border-left: 4px dashed currentColor;
    font-weight: 500;
  }
  .compact-body .rock {
    width: auto;
    margin-left: auto;
    padding: 4px 12px;
  }
  @container (min-width: 560px) {
    .compact-body {
      grid-template-columns: 180px minmax(0, 1fr);
    }
  }

  /* What stands in place of the readings */
  .message {
    display: grid;
    justify-items: center;
    gap: 8px;
    padding: 28px 20px;
    text-align: center;
  }
  .message .icon {
    width: 40px;
    height: 40px;
    color: var(--soft-ink);
  }
  .message h2 {
    font-size: 17px;
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  .message p {
    color: var(--soft-ink);
    overflow-wrap: anywhere;
  }
  @media (prefers-reduced-motion: reduce) {
    .alert.active.wake:not(.old) .alert-icon {
      animation: none;
    }
    button {
      transition: none;
    }
  }
  @media (forced-colors: active) {
    .tile,
    .monitor,
    .alert {
      border-color: CanvasText;
    }
  }
`;
