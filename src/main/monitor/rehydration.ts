import type { Failure } from '../../shared/model/failure.ts'

/** What a fetch of the full state came to. */
export interface Fetched {
  readonly status: number | null
  readonly bytes: number
  readonly durationMs: number
  readonly error: Failure | null
}

/** Runs re-hydrations: at most `atMost` at a time, the rest in order. */
export interface Rehydrations {
  /** `fetch` is called when its turn comes. The returned function withdraws it where it has not begun. */
  run(fetch: () => Promise<Fetched>, done: (result: Fetched) => void): () => void
}

/** `onFault` is told of what `fetch` or `done` throw against their word: the others' turns come all the same. */
export function createRehydrations(atMost: number, onFault: (error: unknown) => void = warn): Rehydrations {
  interface Job {
    readonly fetch: () => Promise<Fetched>
    readonly done: (result: Fetched) => void
  }
  const waiting = new Set<Job>()
  let active = 0

  function next(): void {
    for (const job of waiting) {
      if (active >= atMost) return
      waiting.delete(job)
      active++
      job
        .fetch()
        .then(job.done)
        .catch(onFault)
        .finally(() => {
          active--
          next()
        })
    }
  }

  return {
    run(fetch, done) {
      const job: Job = { fetch, done }
      waiting.add(job)
      next()
      return () => waiting.delete(job)
    },
  }
}

/** On standard error with its stack, so that it can be reported; ends nothing. */
function warn(error: unknown): void {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  process.emitWarning(`A fault of its own after a full state was fetched: ${text}`, 'HeartlineWarning')
}

/** A 2xx answer, read to its end. */
export function isFetched(result: Fetched): boolean {
  return result.error === null && result.status !== null && result.status >= 200 && result.status < 300
}
