// One style sheet for all pages, named by its content: cached for ever, replaced at once.

import tokens from '../../../ui/tokens.css'
import { sha256 } from '../../hashes.ts'
import article from './article.css'
import parts from './article-parts.css'
import pages from './pages.css'
import print from './print.css'
import search from './search.css'

export const STYLE = [tokens, pages, search, article, parts, print].join('\n')
export const STYLE_HASH = sha256(STYLE).slice(0, 12)
export const STYLE_URL = `/help/style.css?v=${STYLE_HASH}`
