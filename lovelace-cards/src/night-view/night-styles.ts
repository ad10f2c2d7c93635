import { css } from 'lit';

/** Dark red on black: it leaves eyes that are used to the dark as they are. Every pair of colours here reaches 4.5 : 1. */
export const nightStyles = css`
  :host {
    --ink: #ff6b5e;
    --soft-ink: #e5564a;
    --surface: #000;
    --accent: #b3261e;
    --good: #ff6b5e;
    --warn-line: #a8322a;
    --warn-fill: #1c0503;
    --warn-ink: #ff8a7d;
    --danger-fill: #2b0805;
    --danger-ink: #ff8a7d;
    --line: #5c1510;
  }
  .night {
    container-type: inline-size;
    display: grid;
    gap: 14px;
    padding: 16px;
    border-radius: var(--ha-card-border-radius, 12px);
    background: #000;
    color: var(--ink);
    color-scheme: dark;
    font-size: 17px;
  }
  .night.ringing {
    box-shadow: inset 0 0 0 4px #e5392e;
  }
  .night header,
  .night footer {
    padding: 0;
  }
  .night header time {
    font-size: 22px;
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }
  .night-simulated {
    padding: 6px 10px;
    border: 2px dashed #a8322a;
    border-radius: 8px;
    font-size: 14px;
  }
  .night .alerts:has(.alert) {
    padding: 0;
  }
  .night .monitor {
    margin: 0;
  }
  .night .strong {
    background: #8c1d18;
    color: #fff;
  }
  .night .soft,
  .night .alert .soft {
    border-color: #8f2f28;
    background: transparent;
    color: var(--ink);
  }
  .night .alert.active.wake {
    background: #6d120d;
    color: #fff;
  }
  .night .alert.active.wake .soft:is(button) {
    color: #fff;
  }
  .night button {
    min-height: 56px;
  }
  .alarm {
    display: grid;
    gap: 10px;
    padding: 16px;
    border-radius: 12px;
    background: #8c1d18;
    color: #fff;
  }
  .alarm h3 {
    display: flex;
    align-items: center;
    gap: 10px;
    font-size: 24px;
    font-weight: 700;
    line-height: 1.15;
  }
  .alarm .strong {
    background: #fff;
    color: #6d120d;
  }
  .night-watching {
    display: flex;
    align-items: center;
    gap: 8px;
    font-weight: 600;
  }
  .bedside {
    display: grid;
    gap: 12px 20px;
  }
  .pose .face {
    --skin: #3a0d08;
    --skin-shade: #8f2f28;
    --ink: #ff6b5e;
    width: min(44cqi, 190px);
    margin: auto;
  }
  .pose .face .tear {
    fill: #ff6b5e;
  }
  .pose .face .cheek {
    opacity: 0.15;
  }
  .bedside dl {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(130px, 1fr));
    gap: 10px;
    margin: 0;
  }
  .bedside dl > div {
    padding: 12px;
    border: 2px solid #3a0d08;
    border-radius: 12px;
  }
  .bedside dl > div:first-child {
    grid-column: 1 / -1;
  }
  .bedside dl > div.alarm {
    display: block;
    border-color: #ff6b5e;
  }
  .bedside dl > div.notice {
    border-color: #ff6b5e;
    border-style: double;
    border-width: 4px;
  }
  .bedside dl > div.gap {
    border-style: dashed;
    border-color: #8f2f28;
  }
  .bedside dt {
    font-size: 15px;
  }
  .bedside dd {
    margin: 0;
    font-size: 26px;
    font-weight: 650;
    line-height: 1.1;
    font-variant-numeric: tabular-nums;
  }
  .bedside [data-reading='temperature'] dd {
    font-size: clamp(44px, 16cqi, 84px);
    letter-spacing: -0.02em;
  }
  .bedside small {
    display: block;
    margin-top: 4px;
    font-size: 15px;
    font-weight: 500;
    letter-spacing: 0;
  }
  .night-rock {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 12px;
    font-weight: 600;
  }
  .night-rock span {
    display: inline-flex;
    align-items: center;
    gap: 8px;
  }
  .sound {
    display: grid;
    gap: 10px;
    padding: 12px;
    border: 2px solid #3a0d08;
    border-radius: 12px;
  }
  .sound.off {
    border: 2px dashed #ff6b5e;
  }
  .sound p {
    display: flex;
    align-items: center;
    gap: 8px;
  }
  .sound .screen {
    font-size: 14px;
  }
  .night-picture {
    overflow: hidden;
    border-radius: 12px;
    filter: brightness(0.7) sepia(1) hue-rotate(-50deg) saturate(2.2);
  }
  @container (min-width: 660px) {
    .bedside {
      grid-template-columns: auto minmax(0, 1fr);
      align-items: center;
    }
    .pose .face {
      width: 240px;
    }
    .night-rock {
      grid-column: 1 / -1;
    }
  }
`;
