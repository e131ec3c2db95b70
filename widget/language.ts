// Other words for the whole panel, when the host changes its locale while the page stands. Words are part of the program (build.mjs),
// so another panel takes the place of this one and takes up what the tab remembers, as on a next page: that waits until nothing is
// under way that only this one has. A bundle on demand. Partners: panel.tsx; loader.ts, which knows the programs.

import { type Bridge, MEMORY_KEY, type Panel, type PanelModule } from './bridge.ts'
import { effect } from './signals.ts'
import { state } from './state.ts'
import { read, sessionStore } from './storage.ts'

/**
 * @param panel what the loader holds: it is the other panel from then on
 * @param mount of the panel that stands there
 * @param end takes it away; the person stays
 */
export async function speak(
  panel: Panel,
  bridge: Bridge,
  { mount, isHere, end }: Pick<PanelModule, 'mount'> & { isHere: () => boolean; end: () => void },
): Promise<void> {
  if ((await bridge.load()).mount === mount) return
  await nothingIsUnderWay()
  // By now the host may have thought better of it, or the person be gone.
  const other = await bridge.load()
  if (!isHere() || other.mount === mount) return
  const wasOpen = panel.isOpen()
  end()
  Object.assign(panel, other.mount(bridge, true))
  if (wasOpen) panel.open(false)
}

function nothingIsUnderWay(): Promise<void> {
  let stop = () => {}
  return new Promise<void>((resolve) => {
    stop = effect(() => {
      if (rests()) resolve()
    })
  }).finally(() => stop())
}

function rests(): boolean {
  const { unsent, storing, chosen, drafts } = state
  const files = Object.values(chosen.value).flat()
  return (
    !unsent.value.length &&
    !storing.value &&
    files.every(({ attachment, failed }) => attachment || failed) &&
    // Where storage is denied nothing else keeps them.
    (!Object.keys(drafts.value).length || read(sessionStore, MEMORY_KEY) !== undefined)
  )
}
