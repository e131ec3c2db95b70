// The page that carries the console's program: nothing inline, nothing to cache, the same for every address under
// /console. Who is logged in is the program's question (GET /api/console/me), never this page's.

import type { FastifyPluginAsync, FastifyReply } from 'fastify'

export function consolePages({ assets }: { assets: Record<string, string> }): FastifyPluginAsync {
  return async (app) => {
    const page = pageOf(assets.console)
    const send = (reply: FastifyReply) =>
      reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(page)
    app.get('/console', { schema: { hide: true } }, (_request, reply) => send(reply))
    app.get('/console/*', { schema: { hide: true } }, (_request, reply) => send(reply))
  }
}

function pageOf(script: string | undefined): string {
  if (!script) throw new Error('The build made no "console" program; run `npm run build`.')
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Helpdock</title>
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<link rel="modulepreload" href="/assets/${script}">
</head>
<body>
<div id="console"></div>
<noscript>The agent console is a program in JavaScript. Switch JavaScript on for this site, then reload.</noscript>
<script type="module" src="/assets/${script}"></script>
</body>
</html>
`
}
