import { css } from 'lit';

export const nightCardStyles = css`
  :host {
    --sleep: #9db8ff;
    --sky: #1b2440;
    --cry: #ffab52;
    --rock: #62d2c3;
  }
  .soft-text {
    color: var(--soft-ink);
    font-size: 14px;
  }
  .inside {
    display: grid;
    gap: 12px;
    padding: 0 16px 16px;
  }
  .inside .error {
    margin: 0;
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
  .night-band {
    display: block;
    width: 100%;
    height: auto;
    overflow: visible;
  }
  .sky {
    fill: var(--sky);
  }
  .night-band .state-asleep {
    fill: var(--sleep);
  }
  .night-band .state-awake {
    fill: #5d6c9b;
  }
  .night-band .state-fussing {
    fill: #b98d55;
  }
  .night-band .state-away {
    fill: #5d6c9b;
  }
  .night-band .cried {
    fill: var(--cry);
  }
  .night-band .rocked {
    fill: color-mix(in srgb, var(--rock) 70%, var(--ink));
  }
  .hour {
    stroke: rgb(255 255 255 / 0.2);
  }
  .night-hours {
    position: relative;
    height: 1.4em;
    font-size: 12px;
    color: var(--soft-ink);
    white-space: nowrap;
  }
  .night-hours span {
    position: absolute;
    padding-inline-start: 3px;
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 16px;
    list-style: none;
    font-size: 13px;
    color: var(--soft-ink);
  }
  .legend li {
    display: flex;
    align-items: center;
    gap: 6px;
  }
  .legend i {
    width: 14px;
    height: 14px;
    border: 2px solid var(--sky);
    border-radius: 4px;
    background: var(--sleep);
  }
  .legend .state-awake {
    height: 8px;
    background: #5d6c9b;
  }
  .legend .cried {
    width: 8px;
    background: var(--cry);
  }
  .legend .rocked {
    height: 6px;
    border: 0;
    background: color-mix(in srgb, var(--rock) 70%, var(--ink));
  }
  dl {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(120px, 1fr));
    gap: 8px;
    margin: 0;
  }
  dl div {
    padding: 10px 12px;
    border-radius: 10px;
    background: var(--quiet-fill);
  }
  dt {
    font-size: 14px;
    color: var(--soft-ink);
  }
  dd {
    margin: 0;
    font-size: 20px;
    font-weight: 650;
    font-variant-numeric: tabular-nums;
  }
  dd small {
    display: block;
    font-size: 13px;
    font-weight: 500;
  }
  .week {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(20px, 1fr));
    gap: 8px;
    height: 96px;
  }
  .week > div {
    display: grid;
    grid-template-rows: 1fr auto;
    gap: 4px;
    text-align: center;
  }
  .week small {
    font-size: 13px;
    color: var(--soft-ink);
  }
  .column {
    display: flex;
    align-items: end;
    justify-content: center;
  }
  .column i {
    width: 100%;
    max-width: 34px;
    border-radius: 5px 5px 2px 2px;
    background: color-mix(in srgb, #3f6fd8 45%, transparent);
  }
  .this .column i {
    background: color-mix(in srgb, #3f6fd8 75%, var(--ink));
  }
`;
