// The page that carries the console's program: nothing inline, nothing to cache, the same for every address under
// /console. Who is logged in is the program's question (GET /api/console/me), never this page's: it is only asked as early.

import type { FastifyPluginAsync, FastifyReply } from 'fastify'

export function consolePages({ assets }: { assets: Record<string, string> }): FastifyPluginAsync {
  return async (app) => {
    const page = pageOf(assets)
    const send = (reply: FastifyReply) =>
      reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(page)
    app.get('/console', { schema: { hide: true } }, (_request, reply) => send(reply))
    app.get('/console/*', { schema: { hide: true } }, (_request, reply) => send(reply))
  }
}

/** The sign of console/screens/list/wordmark.tsx, with the accent of both themes' middle. */
const SIGN =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><rect width="24" height="24" rx="7" fill="#0b6b5d"/><path d="M7.5 6.75v10.5M7.5 12h9m0-5.25v7.5l3 3" fill="none" stroke="#fff" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/></svg>'

function pageOf(assets: Record<string, string>): string {
  const { console: script } = assets
  if (!script) throw new Error('The build made no "console" program; run `npm run build`.')
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Helpdock</title>
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<link rel="icon" href="data:image/svg+xml,${encodeURIComponent(SIGN)}">
<link rel="preload" href="/api/console/me" as="fetch" crossorigin>
${[script, ...partsOf(assets)].map((file) => `<link rel="modulepreload" href="/assets/${file}">`).join('\n')}
</head>
<body>
<div id="console"></div>
<noscript>The agent console is a program in JavaScript. Switch JavaScript on for this site, then reload.</noscript>
<script type="module" src="/assets/${script}"></script>
</body>
</html>
`
}

/** Files that the program cannot begin without; console/build.mjs names them. */
const partsOf = (assets: Record<string, string>) =>
  Object.entries(assets).flatMap(([name, file]) => (name.startsWith('console/') ? [file] : []))
