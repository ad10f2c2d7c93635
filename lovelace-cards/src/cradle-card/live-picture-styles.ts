import { css } from 'lit';

export const livePictureStyles = css`
  :host {
    display: block;
  }
  .icon {
    width: 1.25em;
    height: 1.25em;
    flex: none;
  }
  .frame {
    position: relative;
    display: block;
    width: 100%;
    aspect-ratio: 4 / 3;
    padding: 0;
    border: 0;
    border-radius: inherit;
    overflow: hidden;
    background: #14181d;
    color: #fff;
    font: inherit;
    cursor: pointer;
  }
  .frame:disabled {
    cursor: default;
  }
  .frame:focus-visible,
  .close:focus-visible {
    outline: 3px solid var(--primary-color, #03a9f4);
    outline-offset: -3px;
  }
  canvas {
    display: block;
    width: 100%;
    height: 100%;
    object-fit: cover;
    transition: filter 0.3s, opacity 0.3s;
  }
  canvas.stale {
    filter: grayscale(1) brightness(0.5);
  }
  canvas.waiting,
  canvas.gone,
  canvas.failed {
    filter: grayscale(1);
    opacity: 0;
  }
  .badge {
    position: absolute;
    display: inline-flex;
    align-items: center;
    gap: 6px;
    border-radius: 999px;
    font-weight: 600;
    line-height: 1;
  }
  .badge.live {
    top: 10px;
    right: 10px;
    padding: 6px 10px;
    background: rgb(0 0 0 / 0.62);
    font-size: 13px;
  }
  .badge.live i {
    width: 8px;
    height: 8px;
    border-radius: 50%;
    background: #4ade80;
  }
  .badge.stale {
    inset: 0 8px;
    width: fit-content;
    height: fit-content;
    margin: auto;
    box-sizing: border-box;
    padding: 12px 16px;
    border: 2px dashed #ffb84d;
    background: rgb(0 0 0 / 0.8);
    color: #ffd699;
    font-size: 16px;
    line-height: 1.25;
  }
  .nothing {
    position: absolute;
    inset: 0;
    display: flex;
    flex-direction: column;
    align-items: center;
    justify-content: center;
    gap: 10px;
    padding: 12px;
    font-size: 15px;
    font-weight: 600;
    text-align: center;
    background: repeating-linear-gradient(135deg, #20262d 0 14px, #1a1f25 14px 28px);
  }
  .nothing.soft {
    background: none;
    font-weight: 500;
    color: #d5dbe1;
  }
  .nothing .icon {
    width: 40px;
    height: 40px;
  }
  .expand {
    position: absolute;
    right: 8px;
    bottom: 8px;
    display: grid;
    place-items: center;
    width: 36px;
    height: 36px;
    border-radius: 50%;
    background: rgb(0 0 0 / 0.55);
    font-size: 16px;
  }
  :host([small]) .frame {
    aspect-ratio: 1;
  }
  :host([small]) .badge.live {
    top: 6px;
    right: 6px;
    padding: 4px 7px;
    font-size: 11px;
  }
  :host([small]) .badge.stale,
  :host([small]) .nothing {
    padding: 6px 8px;
    border-radius: 10px;
    font-size: 12px;
  }
  :host([small]) .nothing .icon {
    width: 26px;
    height: 26px;
  }
  :host([small]) .expand {
    display: none;
  }
  dialog {
    width: 100dvw;
    height: 100dvh;
    max-width: none;
    max-height: none;
    margin: 0;
    padding: 0;
    border: 0;
    background: #000;
    color: #fff;
  }
  dialog .stage {
    position: absolute;
    inset: 0;
  }
  dialog canvas {
    object-fit: contain;
  }
  dialog .badge.live {
    top: max(14px, env(safe-area-inset-top));
    right: 72px;
    font-size: 16px;
  }
  .close {
    position: absolute;
    top: max(8px, env(safe-area-inset-top));
    right: 8px;
    width: 52px;
    height: 52px;
    border: 0;
    border-radius: 50%;
    background: rgb(0 0 0 / 0.6);
    color: #fff;
    font-size: 22px;
    cursor: pointer;
  }
  .simulated {
    position: absolute;
    bottom: max(0px, env(safe-area-inset-bottom));
    left: 0;
    right: 0;
    margin: 0;
    padding: 8px;
    background: repeating-linear-gradient(-45deg, #ffd400 0 16px, #1a1a1a 16px 32px);
    text-align: center;
    font-weight: 800;
    letter-spacing: 0.12em;
    text-shadow: 0 0 6px #000, 0 0 6px #000, 0 0 6px #000;
  }
  @media (prefers-reduced-motion: reduce) {
    canvas {
      transition: none;
    }
  }
`;
