// The one browser of a test file: Debian's chromium, headless, with nothing that calls home.

import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'
import { PATIENCE_MS } from '../stage/world.ts'
import { saysLastWords } from './last-words.ts'
import { makeLate } from './lateness.ts'

/**
 * The last list that is given counts: here are playwright-core's own, two windows behind the address bar, which Chromium
 * draws anew for each page, three times the processor time of a small page, and a process in store for the next site,
 * which it makes anew for each page and no page of ours needs: a fifth of an empty one.
 */
const WITHOUT = [
  'AvoidCorsURLLoaderRestartOnRedirect',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'SpareRendererForSitePerProcess',
  'ThirdPartyStoragePartitioning',
  'WebUIOmniboxAimPopup',
  'WebUIOmniboxPopup',
]
const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

export function chromiumPath(): string | undefined {
  return [process.env.CHROMIUM_PATH, ...PLACES].find((path) => path && existsSync(path))
}

/** @param keepsPages those that were left, for the way back, as browsers do and the driver forbids */
export async function launchChromium({ keepsPages = false } = {}): Promise<Browser> {
  const browser = await chromium.launch({
    executablePath: chromiumPath() ?? '/usr/bin/chromium',
    ...(keepsPages && { ignoreDefaultArgs: ['--disable-back-forward-cache'] }),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      `--disable-features=${WITHOUT}`,
    ],
  })
  browser.on('context', (context) => context.setDefaultTimeout(PATIENCE_MS))
  // What only moves costs processor time in every scene and proves nothing; a scene that wants it says so.
  const newContext = browser.newContext.bind(browser)
  browser.newContext = async (options) => {
    const context = await newContext({ reducedMotion: 'reduce', ...options })
    await makeLate(context)
    saysLastWords(context)
    return context
  }
  return browser
}
