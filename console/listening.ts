// Hears an event of the page until it is told to stop.

/** @returns what ends it */
export function listening(target: EventTarget, name: string, run: () => void): () => void {
  target.addEventListener(name, run)
  return () => target.removeEventListener(name, run)
}
