// The entry of the console: styles, clock, address, then whoever is logged in.

import { render } from 'preact'
import cards from '../ui/article-card.css'
import files from '../ui/attachments.css'
import bubbles from '../ui/bubbles.css'
import controls from '../ui/controls.css'
import danger from '../ui/danger.css'
import emoji from '../ui/emoji-button.css'
import longThread from '../ui/long-thread.css'
import marked from '../ui/markdown.css'
import quotes from '../ui/quote.css'
import thread from '../ui/thread.css'
import tokens from '../ui/tokens.css'
import typing from '../ui/typing.css'
import { startClock } from './clock.ts'
import answersLook from './look/answers.css'
import arrangeLook from './look/arrange.css'
import composerLook from './look/composer.css'
import contactLook from './look/contact.css'
import conversationLook from './look/conversation.css'
import deskLook from './look/desk.css'
import listLook from './look/list.css'
import mergeLook from './look/merge-strip.css'
import overlaysLook from './look/overlays.css'
import pageLook from './look/page.css'
import searchLook from './look/search.css'
import settingsLook from './look/settings.css'
import ticketLook from './look/ticket.css'
import viewsLook from './look/views.css'
import { keepMissedDrops } from './missed-drops.ts'
import { startRouting } from './route.ts'
import { App } from './screens/app.tsx'
import { adopt } from './styles.ts'

adopt(
  tokens,
  controls,
  danger,
  thread,
  typing,
  longThread,
  emoji,
  quotes,
  files,
  cards,
  bubbles,
  marked,
  pageLook,
  deskLook,
  viewsLook,
  listLook,
  searchLook,
  ticketLook,
  answersLook,
  arrangeLook,
  conversationLook,
  composerLook,
  contactLook,
  mergeLook,
  settingsLook,
  overlaysLook,
)
startRouting()
startClock()
keepMissedDrops()

const root = document.getElementById('console')
if (!root) throw new Error('The page has no element with the id "console"; server/agents/pages.ts writes it.')
render(<App />, root)
