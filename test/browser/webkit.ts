// WebKit for tests, the engine of Safari and of every browser on an iPhone: Debian's, driven over WebDriver, on a screen that
// nobody sees. It knows only what its scene needs; everything else is proved in Chromium. Partner: chromium.ts.

import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eventually, freePort } from '../stage/world.ts'

const DRIVER = '/usr/bin/WebKitWebDriver'
const SCREEN = '/usr/bin/Xvfb'
const BROWSERS = ['4.1', '6.0', '4.0'].flatMap((version) =>
  ['x86_64', 'aarch64'].map(
    (machine) =>
      `/usr/lib/${machine}-linux-gnu/webkit${version > '5' ? 'gtk' : '2gtk'}-${version}/MiniBrowser`,
  ),
)
const PACKAGES = ['webkit2gtk-driver', 'xvfb']
/** What WebDriver calls a reference to an element. */
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf'
const ENTER = '\uE007'

/** However this process ends, it leaves none behind. */
const running = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

export type WebKit = Awaited<ReturnType<typeof launchWebKit>>

export async function launchWebKit() {
  const binary = needWebKit()
  const home = await mkdtemp(join(tmpdir(), 'helpdock-webkit-'))
  // What only moves proves nothing, and a press may miss it.
  await mkdir(join(home, 'gtk-3.0'))
  await writeFile(join(home, 'gtk-3.0/settings.ini'), '[Settings]\ngtk-enable-animations=0\n')
  const screen = begin(SCREEN, ['-displayfd', '1', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'])
  const [display] = (await once(screen.stdout as NodeJS.ReadableStream, 'data')) as [Buffer]
  const port = await freePort()
  const driver = begin(DRIVER, [`--port=${port}`], {
    ...{ DISPLAY: `:${`${display}`.trim()}`, HOME: home, XDG_CONFIG_HOME: home, XDG_CACHE_HOME: home },
    ...{ LIBGL_ALWAYS_SOFTWARE: '1', NO_AT_BRIDGE: '1', WEBKIT_DISABLE_COMPOSITING_MODE: '1' },
    // Its own needs rights that a container does not give, and it sees only our pages.
    WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
  })
  const base = `http://127.0.0.1:${port}`
  await eventually('WebKit’s driver', () =>
    fetch(`${base}/status`).then(
      ({ ok }) => ok,
      () => false,
    ),
  )
  const options = { binary, args: ['--automation'] }
  const { sessionId } = await tell<{ sessionId: string }>(`${base}/session`, {
    capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': options } },
  })
  const session = `${base}/session/${sessionId}`

  const run = <T>(script: string, ...args: unknown[]) => tell<T>(`${session}/execute/sync`, { script, args })
  /** The first that is drawn, also inside a shadow root, and has this in its name or text. */
  const find = (css: string, words = '') =>
    eventually(`${css} “${words}”`, () =>
      run<Record<string, string> | null>(FIND, css, words).then((one) => one ?? false),
    )
  const at = async (css: string, words?: string) => `${session}/element/${(await find(css, words))[ELEMENT]}`
  const types = async (css: string, text: string) => void (await tell(`${await at(css)}/value`, { text }))

  return {
    goto: (url: string) => tell(`${session}/url`, { url }),
    reload: () => tell(`${session}/refresh`, {}),
    run,
    find,
    presses: async (css: string, words?: string) => void (await tell(`${await at(css, words)}/click`, {})),
    types,
    pressesEnter: (css: string) => types(css, ENTER),
    async end() {
      await fetch(session, { method: 'DELETE' }).catch(() => {})
      await Promise.all([driver, screen].map(end))
      await rm(home, { recursive: true, force: true })
    },
  }
}

const FIND = `
  const [css, words] = arguments
  const all = []
  const walk = (root) => {
    for (const one of root.querySelectorAll('*')) {
      if (one.matches(css)) all.push(one)
      if (one.shadowRoot) walk(one.shadowRoot)
    }
  }
  walk(document)
  const says = (one) => [one.ariaLabel, one.title, one.textContent].some((text) => text?.includes(words))
  return all.find((one) => one.checkVisibility() && says(one)) ?? null
`

async function tell<T>(url: string, body: object): Promise<T> {
  const answer = await fetch(url, { method: 'POST', body: JSON.stringify(body) })
  const { value } = (await answer.json()) as { value: T & { error?: string; message?: string } }
  if (!answer.ok) throw new Error(`WebKit’s driver: ${value?.error}: ${value?.message}`)
  return value
}

function begin(program: string, args: string[], env: Record<string, string> = {}): ChildProcess {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'ignore'], env: { ...process.env, ...env } })
  running.add(child)
  child.once('exit', () => running.delete(child))
  return child
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill()
  await exit
}

/**
 * @returns where its browser is
 * @throws with what to do, where there is none to be had
 */
export function needWebKit(): string {
  const found = () => existsSync(DRIVER) && existsSync(SCREEN) && BROWSERS.find((path) => existsSync(path))
  const there = found()
  if (there) return there
  if (process.getuid?.() === 0) {
    try {
      const quietly = { stdio: 'ignore' as const, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }
      execFileSync('apt-get', ['update', '-qq'], quietly)
      execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...PACKAGES], quietly)
    } catch {
      // falls through to the sentence
    }
  }
  const installed = found()
  if (installed) return installed
  throw new Error(`This test needs WebKit: run \`sudo apt-get install ${PACKAGES.join(' ')}\`.`)
}
