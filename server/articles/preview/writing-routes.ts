// What the page of an article's text asks for (enhance/writing.ts): whether it is in order, and that it is published.
// Caller, rule, answer.

import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import {
  ArticlePublication,
  ArticlePublished,
  ArticleTried,
  ArticleTry,
} from '../../../protocol/desk/article-writing.ts'
import { ARTICLE_FILE_MAX_CHARS } from '../../../protocol/limits.ts'
import { agentOf } from '../../gate.ts'
import type { Library } from '../library.ts'
import type { ArticleWriting } from '../writing.ts'
import { amongPreviews, HOME } from './among.ts'

/** A letter takes at most three bytes, and JSON doubles some. */
const BODY_BYTES = 4 * ARTICLE_FILE_MAX_CHARS

export function writingRoutes({
  library,
  writing,
}: {
  library: Library
  writing: ArticleWriting
}): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.post(
      '/api/console/articles/tries',
      { bodyLimit: BODY_BYTES, schema: { body: ArticleTry, response: { 200: ArticleTried } } },
      async ({ body }) => {
        const { problems, article } = await library.tried(body)
        if (!article) return { problems, shown: null }
        const { title, description, html } = article
        const to = (path: string) => `${HOME}/${path.split('/')[1]}?locale=${article.locale}`
        return { problems, shown: { title, description, html: amongPreviews(html, { to }) } }
      },
    )
    app.put(
      '/api/console/articles',
      { bodyLimit: BODY_BYTES, schema: { body: ArticlePublication, response: { 200: ArticlePublished } } },
      async (request) => {
        const { version, ...source } = request.body
        const published = await writing.publish(source, version)
        request.log.info(
          { file: source.file, agentId: agentOf(request).agent.id },
          'an article was published',
        )
        return { version: published }
      },
    )
  }
}
