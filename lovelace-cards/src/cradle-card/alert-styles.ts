import { css } from 'lit';

/** The raised alerts. */
export const alertStyles = css`
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
  .alert.old {
    background: var(--danger-fill);
    border: 2px dashed #e5392e;
    color: var(--ink);
  }
  .alert.old .alert-icon {
    animation: none;
  }
  @media (prefers-reduced-motion: reduce) {
    .alert.active.wake:not(.old) .alert-icon {
      animation: none;
    }
  }
  @media (forced-colors: active) {
    .alert {
      border-color: CanvasText;
    }
  }
`;
