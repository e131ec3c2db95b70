// Values that know who reads them: what reads one while it runs, runs again when it changes. This is the part of
// signals that the widget needs, for no computed values and no graph of them; @preact/signals-core, which does all
// of it, would cost students 1 KB more. Partners: state.ts, live.ts.

export interface ReadonlySignal<T> {
  readonly value: T
  /** Reads without being run again. */
  peek(): T
}
export interface Signal<T> extends ReadonlySignal<T> {
  value: T
}

interface Reader {
  run(): void
  /** Whose lists it stands in. */
  lists: Set<Set<Reader>>
}

/** More runs after one change are a circle, which would stop the host's page. */
const RUNS_MAX = 1_000

let reading: Reader | undefined
let batches = 0
/** Those that have to run again, in the order in which that became so. */
const due = new Set<Reader>()

export function signal<T>(value: T): Signal<T> {
  const readers = new Set<Reader>()
  return {
    get value() {
      if (reading) {
        readers.add(reading)
        reading.lists.add(readers)
      }
      return value
    },
    set value(next) {
      if (next === value) return
      value = next
      batch(() => {
        for (const reader of readers) due.add(reader)
      })
    },
    peek: () => value,
  }
}

/** Whatever changes meanwhile, each reader runs once, at the end. */
export function batch(work: () => void): void {
  batches++
  try {
    work()
    // What a reader changes makes others due: they run after it, in the same loop.
    let runs = 0
    if (batches === 1)
      for (const reader of due) {
        due.delete(reader)
        if (++runs > RUNS_MAX) throw new Error('Something changes what it reads')
        try {
          reader.run()
        } catch (cause) {
          // One that fails, as a host's handler may, keeps no other from running.
          reportError(cause)
        }
      }
  } finally {
    batches--
  }
}

/** Runs now, and again whenever something that it read in its last run has changed; until it is stopped. */
export function effect(work: () => void): () => void {
  const reader: Reader = {
    lists: new Set(),
    run() {
      forget()
      const before = reading
      reading = reader
      try {
        batch(work)
      } finally {
        reading = before
      }
    },
  }
  const forget = () => {
    for (const list of reader.lists) list.delete(reader)
    reader.lists.clear()
  }
  reader.run()
  return () => {
    forget()
    due.delete(reader)
  }
}

export function untracked(work: () => void): void {
  const before = reading
  reading = undefined
  try {
    work()
  } finally {
    reading = before
  }
}
