import { css } from 'lit';

/** The state of the monitor, and the pause. */
export const monitorStyles = css`
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

  @media (forced-colors: active) {
    .monitor {
      border-color: CanvasText;
    }
  }
`;
