import { css } from 'lit';

/** The video lies over the cradle's own pictures, in the same place. */
export const liveStreamStyles = css`
  :host {
    display: grid;
    position: relative;
    border-radius: inherit;
  }
  .stage,
  slot {
    grid-area: 1 / 1;
    min-width: 0;
  }
  slot {
    display: block;
  }
  .stage {
    all: unset;
    grid-area: 1 / 1;
    position: relative;
    display: block;
    aspect-ratio: 4 / 3;
    overflow: hidden;
    border-radius: inherit;
    background: #14181d;
    color: #fff;
  }
  .stage.away:not(:popover-open) {
    visibility: hidden;
    pointer-events: none;
  }
  .stage.shown + slot {
    display: none;
  }
  .stage:popover-open {
    position: fixed;
    inset: 0;
    width: 100dvw;
    height: 100dvh;
    aspect-ratio: auto;
    border-radius: 0;
    background: #000;
  }
  video {
    display: block;
    width: 100%;
    height: 100%;
    object-fit: cover;
    transition: filter 0.3s;
  }
  :popover-open video {
    object-fit: contain;
  }
  video.old {
    filter: grayscale(1) brightness(0.5);
  }
  .badge {
    position: absolute;
    top: max(10px, env(safe-area-inset-top));
    right: 10px;
    display: inline-flex;
    align-items: center;
    gap: 6px;
    padding: 6px 10px;
    border-radius: 999px;
    background: rgb(0 0 0 / 0.62);
    font-size: 13px;
    font-weight: 600;
    line-height: 1;
  }
  :popover-open .badge {
    right: 72px;
    font-size: 16px;
  }
  .badge i {
    width: 8px;
    height: 8px;
    border-radius: 50%;
    background: #4ade80;
  }
  .badge.old {
    inset: 0 8px;
    width: fit-content;
    height: fit-content;
    margin: auto;
    padding: 12px 16px;
    border: 2px dashed #ffb84d;
    background: rgb(0 0 0 / 0.8);
    color: #ffd699;
    font-size: 16px;
    line-height: 1.25;
  }
  .controls {
    position: absolute;
    right: max(8px, env(safe-area-inset-right));
    bottom: max(8px, env(safe-area-inset-bottom));
    left: 8px;
    display: flex;
    justify-content: flex-end;
    gap: 8px;
  }
  button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    min-width: 44px;
    min-height: 44px;
    padding: 0 10px;
    border: 0;
    border-radius: 22px;
    background: rgb(0 0 0 / 0.62);
    color: #fff;
    font: inherit;
    font-size: 15px;
    font-weight: 600;
    cursor: pointer;
  }
  button:focus-visible {
    outline: 3px solid #fff;
    outline-offset: -3px;
  }
  button.sound {
    margin-inline-end: auto;
  }
  button.sound[aria-pressed='true'] {
    background: #fff;
    color: #14181d;
  }
  .icon {
    width: 20px;
    height: 20px;
    flex: none;
  }
  .close {
    position: absolute;
    top: max(8px, env(safe-area-inset-top));
    right: 8px;
    width: 52px;
    height: 52px;
  }
  .note {
    grid-row: 2;
    display: flex;
    align-items: center;
    gap: 8px;
    margin: 0;
    padding: 8px 4px 0;
    font-size: 14px;
    line-height: 1.3;
    overflow-wrap: anywhere;
    color: var(--soft-ink);
  }
  .note button {
    margin-inline-start: auto;
    background: transparent;
    border: 2px solid currentColor;
    color: inherit;
  }
  :host([soundonly]) .stage,
  :host([soundonly]) slot {
    display: none;
  }
  .note.loud {
    color: var(--warn-ink);
    font-weight: 600;
  }
  .simulated {
    position: absolute;
    top: 0;
    left: 0;
    margin: 0;
    padding: 10px 14px;
    background: #ffd400;
    color: #1a1a1a;
    font-weight: 800;
    letter-spacing: 0.12em;
  }
  @media (prefers-reduced-motion: reduce) {
    video {
      transition: none;
    }
  }
`;
