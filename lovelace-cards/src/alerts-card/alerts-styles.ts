import { css } from 'lit';

export const alertsStyles = css`
  .soft-text {
    color: var(--soft-ink);
    font-size: 14px;
  }
  .inside {
    display: grid;
    gap: 12px;
    padding: 0 16px 16px;
  }
  .inside > .error {
    margin: 0;
  }
  .inside > h3 {
    margin-top: 4px;
    font-size: 14px;
    font-weight: 600;
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
  ul {
    list-style: none;
  }
  .log {
    display: grid;
    gap: 8px;
  }
  .log li {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 12px;
    align-items: center;
    padding: 10px 12px;
    border: 2px solid transparent;
    border-radius: 12px;
    background: var(--quiet-fill);
  }
  .log li.open {
    border-color: #e5392e;
    background: var(--danger-fill);
  }
  .sign {
    align-self: start;
    padding-top: 2px;
    font-size: 18px;
    color: var(--soft-ink);
  }
  .open .sign {
    color: var(--danger-ink);
  }
  .what {
    flex: 1 1 180px;
    min-width: 0;
  }
  .name {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    align-items: center;
  }
  .open-mark {
    padding: 1px 8px;
    border-radius: 999px;
    background: var(--danger);
    color: #fff;
    font-size: 13px;
    font-weight: 600;
  }
  .meta {
    font-size: 14px;
    color: var(--soft-ink);
    font-variant-numeric: tabular-nums;
  }
  .open .meta {
    color: var(--ink);
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .actions:not(:has(*)) {
    display: none;
  }
  .log img {
    flex-basis: 100%;
    width: 100%;
    max-width: 480px;
    border-radius: 10px;
  }
  details {
    border: 1px solid var(--line);
    border-radius: 12px;
  }
  summary {
    display: flex;
    align-items: center;
    gap: 10px;
    min-height: 44px;
    padding: 4px 12px;
    font-weight: 600;
    cursor: pointer;
  }
  details > :not(summary) {
    display: grid;
    gap: 10px;
    padding: 0 12px 12px;
  }
  .check.armed summary .icon {
    color: var(--good);
  }
  .check.not-armed {
    border: 2px solid #e5392e;
    background: var(--danger-fill);
  }
  .check li,
  .results li {
    display: flex;
    align-items: center;
    gap: 8px;
  }
  .recipients {
    display: grid;
    gap: 10px;
  }
  .recipient {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 4px 12px;
    padding-bottom: 8px;
    border-bottom: 1px solid var(--line);
  }
  .recipient small {
    margin-inline-start: 8px;
    color: var(--soft-ink);
  }
  .switches {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
  }
  .switch {
    background: transparent;
    color: var(--ink);
    font-weight: 500;
    padding-inline: 8px;
  }
  .switch i {
    position: relative;
    width: 38px;
    height: 22px;
    border: 2px solid var(--soft-ink);
    border-radius: 999px;
  }
  .switch i::after {
    content: '';
    position: absolute;
    top: 3px;
    left: 3px;
    width: 12px;
    height: 12px;
    border-radius: 50%;
    background: var(--soft-ink);
    transition: transform 0.15s;
  }
  .switch.on i {
    border-color: transparent;
    background: color-mix(in srgb, var(--accent) 62%, #000);
  }
  .switch.on i::after {
    background: #fff;
    transform: translateX(16px);
  }
  .test {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 8px 12px;
  }
  .test > div {
    flex: 1 1 200px;
  }
  .results .failed {
    color: var(--danger-ink);
    font-weight: 600;
  }
  @media (prefers-reduced-motion: reduce) {
    .switch i::after {
      transition: none;
    }
  }
`;
