import { css } from 'lit';

/**
 * Home Assistant's theme variables, with colours of our own where a theme's would not reach the contrast that small text
 * needs (4.5 : 1): those are mixed from the theme's colour and its text or background.
 */
export const baseStyles = css`
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

  /* Marks */
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

  /* A row of choices of which one is pressed */
  .segments {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
    padding: 4px;
    border-radius: 14px;
    background: var(--quiet-fill);
  }
  .segments button {
    flex: 1 1 auto;
    padding: 6px 10px;
    background: transparent;
    color: var(--ink);
    border-radius: 10px;
    font-weight: 500;
  }
  .segments button[aria-pressed='true'] {
    background: var(--surface);
    border-color: color-mix(in srgb, var(--accent) 60%, var(--ink));
    font-weight: 700;
  }
  input {
    min-height: 44px;
    padding: 6px 10px;
    border: 1px solid color-mix(in srgb, var(--ink) 55%, transparent);
    border-radius: 10px;
    background: var(--surface);
    color: var(--ink);
    color-scheme: light dark;
    font: inherit;
  }
  summary::after {
    content: '';
    margin-inline-start: auto;
    border: solid currentColor;
    border-width: 0 2px 2px 0;
    width: 8px;
    height: 8px;
    transform: rotate(45deg) translate(-2px, -2px);
  }
  details[open] summary::after {
    transform: rotate(-135deg);
  }
  input:focus-visible,
  summary:focus-visible,
  [tabindex]:focus-visible {
    outline: 3px solid var(--accent);
    outline-offset: 2px;
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
  .message ol {
    max-width: 46ch;
    margin: 0;
    padding-inline-start: 22px;
    text-align: start;
  }
  .message li {
    margin-top: 6px;
  }
  .message p {
    color: var(--soft-ink);
    overflow-wrap: anywhere;
  }
  @media (prefers-reduced-motion: reduce) {
    button {
      transition: none;
    }
  }
`;
