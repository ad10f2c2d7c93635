import type { OfflineReason } from '@smart-cradle/protocol/availability';

/** One way from a device to judgements. */
export interface Pipeline {
  name: string;
  /** How many pictures or windows of sound have been judged so far. */
  judged(): number;
  /** Why nothing comes; null: it should. */
  reason(): OfflineReason | null;
}

/** ms without a judgement though there should be some. */
const STUCK_AFTER = 30_000;
/** The same while it starts: models are loaded. */
const STARTED_WITHIN = 60_000;

/**
 * Whether work is done, which is more than that the event loop runs. A device that is lost, and told as lost, is no
 * fault of the pipeline; a device that is there and of which nothing is judged is.
 */
export class PipelineHeartbeat {
  readonly #pipelines: readonly Pipeline[];
  readonly #seen = new Map<Pipeline, { judged: number; at: number }>();

  constructor(pipelines: readonly Pipeline[]) {
    this.#pipelines = pipelines;
  }

  /** @param now ms, monotonic. @returns names of the pipelines that are stuck. */
  look(now: number): string[] {
    return this.#pipelines.filter((pipeline) => this.#isStuck(pipeline, now)).map(({ name }) => name);
  }

  #isStuck(pipeline: Pipeline, now: number): boolean {
    const judged = pipeline.judged();
    const reason = pipeline.reason();
    const seen = this.#seen.get(pipeline);
    const expected = reason === null || reason === 'detector_stuck' || reason === 'starting';
    if (!seen || judged !== seen.judged || !expected) {
      this.#seen.set(pipeline, { judged, at: now });
      return false;
    }
    return now - seen.at >= (reason === 'starting' ? STARTED_WITHIN : STUCK_AFTER);
  }
}
