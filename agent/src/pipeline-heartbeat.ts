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

/** What the last look at a pipeline saw. */
interface Seen {
  judged: number;
  /** ms, monotonic. */
  at: number;
  /** Whether a judgement could be expected. */
  expected: boolean;
  /** ms that one could be expected since the last judgement. */
  waited: number;
}

/**
 * Whether work is done, which is more than that the event loop runs. A device that is lost, and told as lost, is no
 * fault of the pipeline; a device that is there and of which nothing is judged is, also when it comes and goes.
 */
export class PipelineHeartbeat {
  readonly #pipelines: readonly Pipeline[];
  readonly #seen = new Map<Pipeline, Seen>();

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
    const expected = reason === null || reason === 'detector_stuck' || reason === 'starting';
    const seen = this.#seen.get(pipeline);
    const passed = seen?.expected && expected ? now - seen.at : 0;
    const waited = seen?.judged === judged ? seen.waited + passed : 0;
    this.#seen.set(pipeline, { judged, at: now, expected, waited });
    return expected && waited >= (reason === 'starting' ? STARTED_WITHIN : STUCK_AFTER);
  }
}
