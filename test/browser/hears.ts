// What would be heard, felt and shown, and a tab that can be left: a browser without a screen has none of it.

import type { BrowserContext, Page } from 'playwright-core'

interface Heard {
  /** Tones that began. */
  sounds: number
  buzzes: number
  /** Times the browser asked for its permission. */
  asked: number
  shown: { title: string; body: string | undefined }[]
}

declare global {
  interface Window {
    heard: Heard
    /** What the person answers when the browser asks. */
    permission: NotificationPermission
    looksElsewhere(does: boolean): void
    pressNotification(): void
  }
}

/**
 * @param permission before the browser was ever asked
 * @param synthesizer `late`: it runs a moment after it was made, as in browsers other than Chromium; `shy`: only if told to
 *   within a press once, as Safari's
 */
export const hears = (
  where: Page | BrowserContext,
  permission: NotificationPermission = 'granted',
  synthesizer: 'usual' | 'late' | 'shy' = 'usual',
) =>
  where.addInitScript(
    ({ permission, synthesizer }) => {
      window.heard = { sounds: 0, buzzes: 0, asked: 0, shown: [] }
      window.permission = permission
      let isElsewhere = false
      let newest: Notification | undefined
      Object.defineProperty(document, 'hidden', { get: () => isElsewhere })
      window.looksElsewhere = (does) => {
        isElsewhere = does
        document.dispatchEvent(new Event('visibilitychange'))
      }
      window.pressNotification = () => newest?.onclick?.(new Event('click'))
      const start = OscillatorNode.prototype.start
      OscillatorNode.prototype.start = function (at) {
        window.heard.sounds++
        start.call(this, at)
      }
      class Ringing extends AudioContext {
        isHeldBack = synthesizer !== 'usual'
        override get state() {
          return this.isHeldBack ? 'suspended' : super.state
        }
        override async resume() {
          if (synthesizer === 'shy' && this.isHeldBack && !window.event?.isTrusted)
            return new Promise<void>(() => {})
          this.isHeldBack = false
          await super.resume()
        }
      }
      navigator.vibrate = () => {
        window.heard.buzzes++
        return true
      }
      class Shown extends EventTarget {
        static permission = permission
        static async requestPermission() {
          window.heard.asked++
          Shown.permission = window.permission
          return Shown.permission
        }
        onclick = null
        close() {}
        constructor(title: string, { body }: NotificationOptions) {
          super()
          window.heard.shown.push({ title, body })
          newest = this as unknown as Notification
        }
      }
      Object.assign(window, { AudioContext: Ringing, Notification: Shown })
    },
    { permission, synthesizer },
  )
