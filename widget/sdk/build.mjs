// `npm run sdk`: the package @helpdock/widget in dist/sdk, ready for `npm pack`. Not part of `npm run build`: the server does
// not serve it, and its image does not carry it.

import { spawnSync } from 'node:child_process'
import { copyFile, readdir, readFile, rm, writeFile } from 'node:fs/promises'

const OUT = 'dist/sdk'

await rm(OUT, { recursive: true, force: true })
const { status } = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'widget/sdk'], {
  stdio: 'inherit',
})
if (status !== 0) process.exit(status ?? 1)
// Older compilers look for the source itself by such a name.
for (const file of await readdir(OUT, { recursive: true })) {
  if (!file.endsWith('.d.ts')) continue
  const types = await readFile(`${OUT}/${file}`, 'utf8')
  await writeFile(`${OUT}/${file}`, types.replaceAll(".ts'", ".js'"))
}
const { version } = JSON.parse(await readFile('package.json', 'utf8'))
const manifest = JSON.parse(await readFile('widget/sdk/package.json', 'utf8'))
await writeFile(`${OUT}/package.json`, `${JSON.stringify({ ...manifest, version }, null, 2)}\n`)
await copyFile('widget/sdk/README.md', `${OUT}/README.md`)
await copyFile('LICENSE', `${OUT}/LICENSE`)
