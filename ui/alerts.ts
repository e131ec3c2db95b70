// How a program says that a message came, to somebody who looks elsewhere: a sound, the tab's title, one of many tabs.
// When, and whether it may, its users decide. No file is fetched for the sound. Decision 18.

/** Frequencies in Hz and their beginnings in seconds: two soft tones, up. */
const TONES = [
  [660, 0],
  [880, 0.12],
] as const
const TONE_SECONDS = 0.22
/** Loudness, of 1: heard in a quiet room, no start in a library. */
const LOUDNESS = 0.08
/** A synthesizer that may sound has begun within this time. */
const STARTS_MS = 500
/** A tab that is looked at answers for all others, if it speaks within this time. */
const NEAR_FIRST_MS = 300
/** Within this time every tab has heard of the message. */
const TOLD_MS = 3_000

const PRESSES = ['click', 'keydown']
let synthesizer: AudioContext | undefined

/** Whatever is pressed first. @returns what ends it */
export function tuneOnPress(isWanted: () => boolean): () => void {
  const onPress = () => isWanted() && tune()
  for (const press of PRESSES) document.addEventListener(press, onPress, { once: true, capture: true })
  return () => {
    for (const press of PRESSES) document.removeEventListener(press, onPress, { capture: true })
  }
}

/** In a press: Safari lets only what was begun in one sound later, as long as the page stands. */
export function tune(): void {
  synthesizer ??= new AudioContext()
  void synthesizer.resume().then(() => synthesizer?.suspend())
}

/** Silent where the browser has had no gesture on this page yet. */
export async function chime(): Promise<void> {
  synthesizer ??= new AudioContext()
  const context = synthesizer
  // Chromium's runs at once, that of others a moment later; one that may not sound never does.
  await Promise.race([context.resume(), pause(STARTS_MS)])
  if (context.state !== 'running') return
  for (const [frequency, after] of TONES) {
    const at = context.currentTime + after
    const tone = new OscillatorNode(context, { frequency })
    const volume = new GainNode(context, { gain: 0 })
    volume.gain.linearRampToValueAtTime(LOUDNESS, at + 0.02)
    volume.gain.exponentialRampToValueAtTime(0.001, at + TONE_SECONDS)
    tone.connect(volume).connect(context.destination)
    tone.start(at)
    tone.stop(at + TONE_SECONDS)
    if (after) tone.onended = () => context.suspend()
  }
}

/** Runs `act` in one of the tabs that call this with the same name: in one that is looked at, if any is. */
export async function inOneTab(name: string, act: () => void): Promise<void> {
  if (!navigator.locks) return act()
  if (document.hidden) await pause(NEAR_FIRST_MS)
  await navigator.locks.request(name, { ifAvailable: true }, async (lock) => {
    if (!lock) return
    act()
    await pause(TOLD_MS)
  })
}

const pause = (ms: number) => new Promise((go) => setTimeout(go, ms))

/** The title of somebody else's page: counts what came while nobody looked, and goes back to what it was. */
export function titleCount() {
  let [ours, theirs, count] = ['', '', 0]
  return {
    more(): void {
      // It may have been changed meanwhile: theirs is what stands there now.
      if (document.title !== ours) theirs = document.title
      ours = `(${++count}) ${theirs}`
      document.title = ours
    },
    back(): void {
      if (count && document.title === ours) document.title = theirs
      count = 0
      ours = ''
    },
  }
}

/** What the browser would do if asked to show a notification; `none`: it has none, or not here. */
export const notificationState = (): NotificationPermission | 'none' =>
  'Notification' in globalThis && globalThis.isSecureContext ? Notification.permission : 'none'

/** @returns whether it may; asked only after a press of the person's own */
export async function askToNotify(): Promise<boolean> {
  return notificationState() !== 'none' && (await Notification.requestPermission()) === 'granted'
}

/** Nothing where it may not, or only a service worker could. */
export function notify(title: string, options: NotificationOptions, onOpen: () => void): void {
  if (notificationState() !== 'granted') return
  try {
    const shown = new Notification(title, options)
    shown.onclick = () => {
      window.focus()
      shown.close()
      onOpen()
    }
  } catch {
    // Phones: the title and the badge have said it.
  }
}
