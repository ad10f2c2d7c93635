import { css } from 'lit';

/** Where the parts of the card stand. */
export const layoutStyles = css`
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
  .taps {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 300px), 1fr));
    align-items: start;
    gap: 12px 16px;
  }
  @container (min-width: 660px) {
    .body {
      grid-template-columns: minmax(0, 1.15fr) minmax(0, 1fr);
      gap: 14px 16px;
      padding: 0 16px 10px;
    }
    .taps {
      grid-column: 1 / -1;
    }
    .monitor {
      margin-inline: 16px;
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
  @container (max-width: 340px) or ((min-width: 660px) and (max-width: 830px)) {
    .levels {
      flex-wrap: wrap;
    }
    .levels button {
      flex: 1;
    }
    .levels .level-bars {
      order: -1;
      flex: 1 0 100%;
    }
  }
  @container (max-width: 270px) {
    .tiles {
      grid-template-columns: 1fr;
    }
  }
`;
