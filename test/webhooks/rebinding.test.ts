// Names that change whom they name between two questions, name a machine of ours beside one of the public's, or lead to it by way of others:
// a real resolver is asked, in a network of its own, and what is counted is who was connected to. Partner: faults/rebinder.ts.

import { execFile, spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { expect, test } from 'vitest'

const PUBLIC = '93.184.216.34'
/** Some machines allow nobody a network of their own. */
const hasNamespaces = spawnSync('unshare', ['-rmn', 'true']).status === 0

test.skipIf(!hasNamespaces)(
  'a webhook reaches what is public when it is asked for, and nothing of ours by any name',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'helpdock-rebinding-'))
    try {
      const program = join(folder, 'rebinder.mjs')
      const banner =
        "import { createRequire as requireFrom } from 'node:module'\nconst require = requireFrom(import.meta.url)"
      await build({
        ...{ entryPoints: ['test/faults/rebinder.ts'], outfile: program, bundle: true, platform: 'node' },
        ...{ format: 'esm', target: 'node20', banner: { js: banner }, logLevel: 'warning' },
      })
      await writeFile(join(folder, 'resolv.conf'), 'nameserver 127.0.0.1\n')
      await writeFile(join(folder, 'hosts'), '127.0.0.1 localhost\n')
      const own = [
        `ip addr add ${PUBLIC}/32 dev lo`,
        // Else nobody asks for addresses of IPv6.
        'ip -6 addr add 2606:2800:220:1::1/128 dev lo nodad',
        'ip link set lo up',
        `mount --bind ${folder}/resolv.conf /etc/resolv.conf`,
        `mount --bind ${folder}/hosts /etc/hosts`,
        `exec "${process.execPath}" ${program}`,
      ]
      const { stdout } = await promisify(execFile)('unshare', ['-rmn', 'sh', '-ec', own.join('\n')])
      const found = stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
      const never = { outcomes: ['unreachable', 'unreachable'], reached: [] }
      const always = { outcomes: ['delivered', 'delivered'], reached: [PUBLIC, PUBLIC] }
      expect(found).toEqual([
        { name: 'public.example', ...always },
        { name: 'flips.example', outcomes: ['delivered', 'unreachable'], reached: [PUBLIC] },
        { name: 'both.example', ...never },
        { name: 'one-of-each.example', ...never },
        { name: 'chain-in.example', ...never },
        { name: 'chain-out.example', ...always },
        { name: 'mapped.example', ...never },
        { name: 'translated.example', ...never },
        { name: 'metadata.example', ...never },
        { name: 'points.example', outcomes: ['redirected', 'redirected'], reached: [PUBLIC, PUBLIC] },
      ])
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
)
