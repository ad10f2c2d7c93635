/** Pixels of the small copy by which frames are compared. */
const WIDTH = 64;
const HEIGHT = 48;

/** Tells whether the frames of a video that somebody can see move, and whether they differ. */
export class VideoWatch {
  readonly #pen = new OffscreenCanvas(WIDTH, HEIGHT).getContext('2d', { willReadFrequently: true });
  #video: HTMLVideoElement | undefined;
  #callback = 0;
  #presented = 0;
  #last: Uint8ClampedArray | undefined;

  follow(video: HTMLVideoElement): void {
    if (video === this.#video) return;
    this.stop();
    this.#video = video;
    // Where this is missing, frames are counted as they were decoded.
    if ('requestVideoFrameCallback' in video) this.#next(video);
  }

  stop(): void {
    this.#video?.cancelVideoFrameCallback?.(this.#callback);
    this.#video = undefined;
    this.#presented = 0;
    this.#last = undefined;
  }

  #next(video: HTMLVideoElement): void {
    this.#callback = video.requestVideoFrameCallback((_now, { presentedFrames }) => {
      this.#presented = presentedFrames;
      this.#next(video);
    });
  }

  /** How many frames were shown so far. */
  get frames(): number {
    const video = this.#video;
    if (!video) return 0;
    return 'requestVideoFrameCallback' in video
      ? this.#presented
      : (video as HTMLVideoElement).getVideoPlaybackQuality().totalVideoFrames;
  }

  /** Whether the picture on the screen differs from the one of the last call. */
  differs(): boolean {
    const video = this.#video;
    if (!video || !this.#pen) return true;
    this.#pen.drawImage(video, 0, 0, WIDTH, HEIGHT);
    const { data } = this.#pen.getImageData(0, 0, WIDTH, HEIGHT);
    const last = this.#last;
    this.#last = data;
    return !last || data.some((value, index) => value !== last[index]);
  }
}
