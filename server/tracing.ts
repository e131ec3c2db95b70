// Traces (OpenTelemetry), where an operator named a collector: a span for each request, command, commit and piece of due
// work. They carry names of ours, routes, codes and ids of tickets; never what people wrote, an address, a code or a token.
// Everything is wrapped from outside, so that a server without a collector runs as if this were not there.

import { setTimeout } from 'node:timers/promises'
import { context, propagation, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import type { FastifyInstance, FastifyPluginAsync, FastifyRequest } from 'fastify'
import type { AnswerFrame, CommandFrame } from '../protocol/socket.ts'
import type { Gateway } from './chat/gateway.ts'
import type { Commit } from './events.ts'
import type { Log } from './log.ts'
import { OUR_NAME } from './parts.ts'
import type { DueWorkRecord } from './store/records.ts'

export interface TraceSettings {
  /** The collector's OTLP address; traces go to /v1/traces below it. */
  url: string
  headers: Record<string, string>
  service: string
  /** Of the traces that nobody before us has decided on: 0 to 1. */
  ratio: number
}

export type Tracing = Awaited<ReturnType<typeof openTracing>>

/** What the collector did not take within this time is let go: a server must not wait for who watches it. */
const EXPORT_TIMEOUT_MS = 5_000
/** A restart does not wait longer than this for a collector that is away. */
const GOODBYE_MS = 1_000

export async function openTracing({ url, headers, service, ratio }: TraceSettings, log: Log) {
  // Loaded here, not above: who has no collector does not pay for them at each start.
  const { AsyncLocalStorageContextManager } = await import('@opentelemetry/context-async-hooks')
  const { W3CTraceContextPropagator } = await import('@opentelemetry/core')
  const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-http')
  const { resourceFromAttributes } = await import('@opentelemetry/resources')
  const sdk = await import('@opentelemetry/sdk-trace-base')

  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  // Requests to somebody else carry it (webhooks/post.ts), so that both sides' spans stand in one trace.
  propagation.setGlobalPropagator(new W3CTraceContextPropagator())
  const provider = new sdk.BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': service, 'service.version': HELPDOCK_VERSION }),
    sampler: new sdk.ParentBasedSampler({ root: new sdk.TraceIdRatioBasedSampler(ratio) }),
    spanProcessors: [
      new sdk.BatchSpanProcessor(
        new OTLPTraceExporter({
          url: `${url.replace(/\/+$/, '')}/v1/traces`,
          headers,
          timeoutMillis: EXPORT_TIMEOUT_MS,
        }),
        { exportTimeoutMillis: EXPORT_TIMEOUT_MS },
      ),
    ],
  })
  const tracer = provider.getTracer('helpdock', HELPDOCK_VERSION)
  log.info({ service, ratio }, 'traces go to a collector')

  /** A failure is seen in the span, and goes on. */
  async function within<T>(span: Span, work: () => Promise<T>, outcome?: (result: T) => void): Promise<T> {
    try {
      const result = await context.with(trace.setSpan(context.active(), span), work)
      outcome?.(result)
      return result
    } catch (cause) {
      // Its name only: what a failure says can hold what people wrote.
      span.setStatus({ code: SpanStatusCode.ERROR, message: cause instanceof Error ? cause.name : 'failed' })
      throw cause
    } finally {
      span.end()
    }
  }

  const command =
    <Caller>(run: (caller: Caller, frame: CommandFrame, address: string) => Promise<AnswerFrame>) =>
    (caller: Caller, frame: CommandFrame, address: string) => {
      const span = tracer.startSpan(COMMAND.test(frame.name) ? frame.name : 'unknown command', {
        kind: SpanKind.SERVER,
        attributes: ticketIn(frame.body),
      })
      return within(
        span,
        () => run(caller, frame, address),
        (answer) => {
          if (answer.kind === 'refusal') span.setAttribute('helpdock.refused', answer.problem.code)
        },
      )
    }

  const spans = new WeakMap<FastifyRequest, Span>()
  const plugin: FastifyPluginAsync = async (app: FastifyInstance) => {
    app.addHook('onRequest', (request, _reply, done) => {
      const before = propagation.extract(context.active(), request.headers)
      const route = request.routeOptions.url ?? 'no route'
      const span = tracer.startSpan(
        `${request.method} ${route}`,
        { kind: SpanKind.SERVER, attributes: { 'http.request.method': request.method, 'http.route': route } },
        before,
      )
      spans.set(request, span)
      context.with(trace.setSpan(before, span), done)
    })
    app.addHook('onResponse', async (request, reply) => {
      const span = spans.get(request)
      span?.setAttribute('http.response.status_code', reply.statusCode)
      if (reply.statusCode >= 500) span?.setStatus({ code: SpanStatusCode.ERROR })
      span?.end()
    })
  }

  return {
    // Not encapsulated: it sees every route.
    plugin: Object.assign(plugin, { [Symbol.for('skip-override')]: true }),

    commit(commit: Commit): Commit {
      return (work) => within(tracer.startSpan('commit'), () => commit(work))
    },

    gateway: ({ contactCommand, deskCommand }: Gateway): Gateway => ({
      contactCommand: command(contactCommand),
      deskCommand: command(deskCommand),
    }),

    work<T>(
      { kind, subjectId }: Pick<DueWorkRecord, 'kind' | 'subjectId'>,
      run: () => Promise<T>,
    ): Promise<T> {
      return within(
        tracer.startSpan(kind, { kind: SpanKind.CONSUMER, attributes: subjectOf(subjectId) }),
        run,
      )
    },

    /** Gives the collector what is left; a collector that is away keeps nobody. */
    async close(): Promise<void> {
      const given = provider.shutdown().catch(() => {})
      await Promise.race([given, setTimeout(GOODBYE_MS, undefined, { ref: false })])
      context.disable()
      propagation.disable()
    },
  }
}

const COMMAND = /^[a-z_]{1,20}\.[a-z_]{1,20}$/

function ticketIn(body: unknown): Record<string, string> {
  const id = typeof body === 'object' && body !== null && 'ticketId' in body ? body.ticketId : undefined
  return typeof id === 'string' && OUR_NAME.test(id) ? { 'helpdock.ticket': id } : {}
}

const subjectOf = (subjectId: string): Record<string, string> =>
  OUR_NAME.test(subjectId) ? { 'helpdock.subject': subjectId } : {}
