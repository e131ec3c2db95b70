// One style sheet for all pages, named by its content: cached for ever, replaced at once.

import tokens from '../../../ui/tokens.css'
import { sha256 } from '../../hashes.ts'
import actions from './actions.css'
import article from './article.css'
import beside from './article-beside.css'
import parts from './article-parts.css'
import bar from './bar.css'
import lists from './lists.css'
import pages from './pages.css'
import print from './print.css'
import search from './search.css'

export const STYLE = [tokens, pages, bar, lists, actions, search, article, beside, parts, print].join('\n')
export const STYLE_HASH = sha256(STYLE).slice(0, 12)
export const STYLE_URL = `/help/style.css?v=${STYLE_HASH}`
