// Traces: what happens to a message, from the request to the commit and the host's webhook, as a collector is told of it,
// and nothing that anybody wrote.

import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, expect, test } from 'vitest'
import { maya, newClientId, sessionOf } from '../stage/cast.ts'
import { makeWorld } from '../stage/world.ts'

const CANARY = 'quokka-in-the-trace'
const KEY = 'the-key-of-the-collector'
/** As a host's own tracing sends it: version, trace, span, sampled. */
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'
const HOSTS_SPAN = '00f067aa0ba902b7'

interface ToldSpan {
  traceId: string
  spanId: string
  parentSpanId?: string
  name: string
  attributes: { key: string; value: { stringValue?: string } }[]
}

const undo: (() => unknown)[] = []
afterAll(async () => {
  for (const step of undo.reverse()) await step()
})

test('a collector is told of requests, commands and commits as one trace, and of nothing that was written', async () => {
  const collector = await openCollector()
  const world = await makeWorld(
    {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_HEADERS: `x-key=${KEY}`,
      OTEL_SERVICE_NAME: 'help-of-northfield',
    },
    undefined,
    { articles: false },
  )
  undo.push(world.end)
  const session = await sessionOf(world.url, { ...maya, name: CANARY })
  const answer = await fetch(`${world.url}/api/chat/send`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${session}`,
      'content-type': 'application/json',
      traceparent: `00-${TRACE}-${HOSTS_SPAN}-01`,
    },
    body: JSON.stringify({
      kind: 'command',
      id: 'c1',
      name: 'ticket.open',
      body: { clientId: newClientId(), type: 'question', text: CANARY },
    }),
  })
  expect(await answer.text(), 'the premise: it was taken').toContain('"kind":"acknowledgement"')
  // A drain gives the collector what is left.
  expect(await world.stop()).toBe(0)

  const request = collector.span('POST /api/chat/send')
  const command = collector.span('ticket.open')
  const commit = collector.spans.find(({ parentSpanId }) => parentSpanId === command?.spanId)
  expect(request).toMatchObject({ traceId: TRACE, parentSpanId: HOSTS_SPAN })
  expect(command).toMatchObject({ traceId: TRACE, parentSpanId: request?.spanId })
  expect(commit).toMatchObject({ traceId: TRACE, name: 'commit' })
  expect(collector.keys()).toEqual(new Set([KEY]))
  expect(collector.text()).toContain('help-of-northfield')
  for (const secret of [CANARY, maya.email, session]) expect(collector.text()).not.toContain(secret)
})

test('a collector that is away keeps nobody waiting', async () => {
  const world = await makeWorld({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' }, undefined, {
    articles: false,
  })
  undo.push(world.end)
  expect((await fetch(`${world.url}/readyz`)).status).toBe(200)
  expect(await world.stop()).toBe(0)
})

async function openCollector() {
  const told: { key: string; body: string }[] = []
  const server = createServer(async (request, response) => {
    told.push({ key: String(request.headers['x-key']), body: await textOf(request) })
    response.setHeader('content-type', 'application/json').end('{}')
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  undo.push(() => server.close())
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    keys: () => new Set(told.map(({ key }) => key)),
    text: () => told.map(({ body }) => body).join('\n'),
    get spans(): ToldSpan[] {
      return told.flatMap(({ body }) =>
        JSON.parse(body).resourceSpans.flatMap((of: { scopeSpans: { spans: ToldSpan[] }[] }) =>
          of.scopeSpans.flatMap(({ spans }) => spans),
        ),
      )
    },
    span(name: string) {
      return this.spans.find((span) => span.name === name)
    },
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}
