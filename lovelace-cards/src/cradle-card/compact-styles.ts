import { css } from 'lit';

/** The compact layout. */
export const compactStyles = css`
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
`;
