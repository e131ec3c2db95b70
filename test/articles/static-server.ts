// A host that serves nothing but files, under a path: what an exported help center has to be content with.

import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.xml': 'application/xml',
}

/** @param under where the folder stands, with a slash at both ends */
export async function serveFolder(
  dir: string,
  under: string,
): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent((request.url ?? '').split('?')[0] ?? '')
    const file = path.startsWith(under) ? path.slice(under.length) : 'none'
    const name = file === '' || file.endsWith('/') ? `${file}index.html` : file
    const content = await readFile(join(dir, name)).catch(() => undefined)
    response.statusCode = content ? 200 : 404
    response.setHeader('content-type', TYPES[content ? extname(name) : '.html'] ?? 'text/plain')
    response.end(content ?? (await readFile(join(dir, '404.html')).catch(() => '')))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}${under}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
