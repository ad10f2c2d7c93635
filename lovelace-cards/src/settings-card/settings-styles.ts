import { css } from 'lit';

export const settingsStyles = css`
  .soft-text {
    color: var(--soft-ink);
  }
  .inside {
    display: grid;
    gap: 18px;
    padding: 0 16px 16px;
  }
  .inside > .error {
    margin: 0;
  }
  h3 {
    font-size: 16px;
    font-weight: 650;
  }
  ul {
    list-style: none;
  }
  li {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 8px 16px;
    padding: 12px 0;
    border-bottom: 1px solid var(--line);
  }
  li:last-child {
    border: 0;
  }
  .about {
    flex: 1 1 210px;
    min-width: 0;
  }
  .about b {
    font-weight: 600;
  }
  .about p {
    font-size: 14px;
    color: var(--soft-ink);
  }
  .limits {
    font-variant-numeric: tabular-nums;
  }
  .stepper {
    display: flex;
    align-items: center;
    gap: 6px;
  }
  .stepper button {
    padding: 0;
  }
  .stepper input {
    width: 76px;
    text-align: end;
    font-weight: 650;
    font-variant-numeric: tabular-nums;
  }
  input.text {
    flex: 1 1 200px;
    min-width: 0;
    max-width: 320px;
  }
  .stepper span {
    min-width: 26px;
    color: var(--soft-ink);
  }
  input[aria-invalid='true'] {
    border: 2px solid #e5392e;
  }
  select {
    min-height: 44px;
    max-width: 100%;
    padding: 6px 10px;
    border: 1px solid color-mix(in srgb, var(--ink) 55%, transparent);
    border-radius: 10px;
    background: var(--surface);
    color: var(--ink);
    font: inherit;
    font-weight: 600;
  }
  select:focus-visible {
    outline: 3px solid var(--accent);
    outline-offset: 2px;
  }
  .missing {
    color: var(--soft-ink);
    font-style: italic;
  }
  li .error,
  .status {
    flex-basis: 100%;
    margin: 0;
  }
  .status.done {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
    padding: 4px 4px 4px 12px;
    border-radius: 12px;
    background: var(--good-fill);
    font-weight: 600;
  }
`;
