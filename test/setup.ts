// Before any test: a browser is there. Debian's chromium is found, installed where that is allowed, or asked for.

import { execFileSync } from 'node:child_process'
import { chromiumPath } from './browser/chromium.ts'

export default function setup(): void {
  if (chromiumPath()) return
  if (process.getuid?.() === 0) {
    try {
      const quietly = { stdio: 'ignore' as const, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }
      execFileSync('apt-get', ['update', '-qq'], quietly)
      execFileSync('apt-get', ['install', '-y', '-qq', 'chromium'], quietly)
    } catch {
      // falls through to the sentence
    }
  }
  if (chromiumPath()) return
  throw new Error(
    'The tests need Chromium: run `sudo apt-get install chromium`, or set CHROMIUM_PATH to a Chrome or Chromium.',
  )
}
