// /console/preview: articles as a reader with given attributes would see them, drafts too, for whoever is logged in to
// the console. An outsider gets the same page whatever they ask for. Nothing here is kept by a cache; saved files show
// up by themselves (enhance/preview.ts asks for the tag of what stands there).

import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import Type from 'typebox'
import type { Article } from '../../../protocol/articles.ts'
import { QUERY_MAX_CHARS } from '../../../protocol/limits.ts'
import { hasRole } from '../../caller.ts'
import { Refusal } from '../../errors.ts'
import { agentOf } from '../../gate.ts'
import { sha256 } from '../../hashes.ts'
import { type ArticleFile, addressOf } from '../article-file.ts'
import { isLive } from '../audience.ts'
import { sendFile } from '../file-routes.ts'
import type { Library } from '../library.ts'
import { articlePage } from '../pages/article.ts'
import { asPage, FOR_EVER } from '../pages/sending.ts'
import { documentOf, type Page } from '../pages/shell.ts'
import type { Site } from '../pages/site.ts'
import { articleFor, type Visit, visitOf } from '../pages/visit.ts'
import type { ArticleWriting } from '../writing.ts'
import { amongPreviews, HOME, visitAmong } from './among.ts'
import { bar } from './bar.ts'
import { gatePage, previewList } from './list.ts'
import css from './preview.css'
import { type Viewing, viewerOf, viewingOf } from './viewing.ts'
import { newArticlePage, writingPage } from './writing.ts'

/** No slug has spaces. */
const EVERYTHING = 'all of them'
const STYLE_HASH = sha256(css).slice(0, 12)
const STYLE_URL = `${HOME}/style.css?v=${STYLE_HASH}`

const Anything = Type.Record(Type.String(), Type.Unknown())
const Slug = Type.Object({ slug: Type.String() })
const Asked = Type.Object({ question: Type.Optional(Type.String({ maxLength: QUERY_MAX_CHARS })) })
const Place = Type.Object({ file: Type.String({ maxLength: 600 }) })
const File = Type.Object({ hash: Type.String({ maxLength: 64 }), name: Type.String() })

export function previewPages({
  library,
  writing,
  site,
  now,
}: {
  library: Library
  writing: ArticleWriting
  site: Site
  now: () => Date
}): FastifyPluginAsyncTypebox {
  // Neither a chat nor a vote: nobody is here but an editor.
  const alone: Site = { ...site, widget: undefined, isFiles: true }

  return async (app) => {
    const schema = { hide: true, querystring: Anything }
    // Whom the gate refuses may log in and come back.
    app.setErrorHandler<Error>((cause, request, reply) => {
      if (cause instanceof Refusal && cause.code.startsWith('session.')) return sendGate(request, reply)
      throw cause
    })

    app.get(`${HOME}/style.css`, { schema: { hide: true } }, (_request, reply) =>
      reply.type('text/css; charset=utf-8').header('cache-control', FOR_EVER).send(css),
    )
    app.get(HOME, { schema }, async (request, reply) => {
      const { visit, list } = await look(request)
      return send(reply, visit, list())
    })
    app.get(`${HOME}/:slug`, { schema: { ...schema, params: Slug } }, async (request, reply) => {
      const { slug } = request.params
      const { visit, page } = await look(request, slug)
      const article = articleFor(visit, slug)
      if (!article) {
        const { visit, list } = await look(request)
        return send(reply.code(404), visit, list(slug))
      }
      return send(reply, visit, page(article))
    })
    app.get(
      `${HOME}/articles/edit`,
      { schema: { hide: true, querystring: Place } },
      async (request, reply) => {
        const { file } = request.query
        const source = await writing.read(file)
        if (!source) throw new Refusal('not_found', { detail: `There is no file ${file} of an article.` })
        const { visit } = await look(request)
        const mayWrite = await writing.mayWrite(file)
        return send(reply, visit, written(writingPage(visit, { file, ...source, mayWrite })))
      },
    )
    app.get(
      `${HOME}/articles/new`,
      { schema: { hide: true, querystring: Asked } },
      async (request, reply) => {
        const { visit } = await look(request)
        const places = library.places()
        const mayWrite = places[0] !== undefined && (await writing.mayWrite(`${places[0].path}/new.md`))
        const day = now().toISOString().slice(0, 10)
        return send(
          reply,
          visit,
          written(newArticlePage(visit, { places, mayWrite, question: request.query.question ?? '', day })),
        )
      },
    )
    app.get(`${HOME}/files/:hash/:name`, { schema: { hide: true, params: File } }, async (request, reply) => {
      return sendFile(reply, await library.file(request.params.hash, true), 'no-store')
    })
  }

  function sendGate(request: FastifyRequest, reply: FastifyReply) {
    const visit = visitOf(library, { ...alone, script: undefined })
    const logIn = `/console?${new URLSearchParams({ next: request.url })}`
    return asPage(reply.code(401)).send(documentOf(visit, gatePage(visit, logIn, STYLE_URL)).source)
  }

  /** All that one request sees. */
  async function look(request: FastifyRequest, slug?: string) {
    const query = request.query as Record<string, unknown>
    const viewing = viewingOf(query)
    const { help, files } = await library.preview(viewerOf(viewing), slug ?? EVERYTHING)
    const wanted = typeof query.locale === 'string' ? query.locale : undefined
    const visit = visitAmong(visitOf(help, alone, wanted), viewing)
    const problems = library.problems()
    const mayEdit = hasRole(agentOf(request), 'editor')
    return {
      visit,
      list: (missing?: string): Page =>
        framed(
          previewList(visit, { files, problems, viewing, mayEdit, now: now(), ...(missing && { missing }) }),
        ),
      page: (article: Article): Page => pageOf(visit, article, viewing, files, mayEdit),
    }
  }

  function pageOf(
    visit: Visit,
    article: Article,
    viewing: Viewing,
    files: ArticleFile[],
    mayEdit: boolean,
  ): Page {
    const { to, locale, locales, standard } = visit
    const { data: _forSearchEngines, ...page } = articlePage(
      visit,
      { ...article, html: amongPreviews(article.html, visit) },
      null,
    )
    const file = files.find((one) => one.slug === article.slug && one.locale === article.locale)
    if (!file) return framed(page)
    const places = new Set([file.file, ...(file.origins ?? []).map((origin) => origin.file)])
    const isPublic = isLive(file.front, now()) && file.audience === 'public'
    return framed(
      { ...page, canonical: null, searchOnTop: false },
      bar({
        ...{ file, viewing, locale, locales, mayEdit, now: now(), all: to('') },
        problems: library.problems().filter((problem) => places.has(problem.file)),
        publicUrl: isPublic ? addressOf({ ...file, locale }, standard) : null,
      }),
    )
  }

  function written(page: Page): Page {
    return { ...page, more: { style: STYLE_URL, script: site.writingScript } }
  }

  function framed(page: Page, above?: Page['above']): Page {
    return { ...page, above, more: { style: STYLE_URL, script: site.previewScript } }
  }
}

function send(reply: FastifyReply, visit: Visit, page: Page) {
  const body = documentOf(visit, page).source
  return asPage(reply)
    .header('cache-control', 'no-store')
    .header('etag', `"${sha256(body).slice(0, 16)}"`)
    .header('x-robots-tag', 'noindex')
    .send(body)
}
