// What the types allow, and what they do not. Checked by sdk.test.ts against the packed package.

import { type BootOptions, helpdock, load, on } from '@helpdock/widget'
import { Helpdock, type HelpdockProps } from '@helpdock/widget/react'

const options: BootOptions = { theme: 'dark', identityToken: async () => 'a token', zIndex: 3 }
helpdock('boot', options)
helpdock('boot')
helpdock('showArticle', 'reset-my-password', 'by-mail')
helpdock('on', 'unread', (count) => count.toFixed())
helpdock('on', 'feedback.given', ({ slug, answer }) => (answer === 'partly' ? slug : ''))
on('ticket.opened', ({ number }) => number.toFixed())()
load({ base: 'https://help.example.com', nonce: 'once' }).then(() => helpdock('show'))
const props: HelpdockProps = { src: 'https://cdn.example.com/widget.js', sub: '1', onTokenExpired: () => {} }
Helpdock({ ...props, onUnread: (count) => count.toFixed() })
declare const nobody: { sub: string } | undefined
helpdock('update', { identityToken: undefined, locale: nobody?.sub })
Helpdock({ base: 'https://help.example.com', sub: nobody?.sub, nonce: nobody?.sub, onOpen: undefined })

// @ts-expect-error there is no such verb
helpdock('open')
// @ts-expect-error which article?
helpdock('showArticle')
// @ts-expect-error there is no such event
helpdock('on', 'message', () => {})
// @ts-expect-error a count is no word
on('unread', (count: string) => count)
// @ts-expect-error nor is there such a theme
helpdock('update', { theme: 'sepia' })
// @ts-expect-error from where?
load({ nonce: 'once' })
// @ts-expect-error nor has the component such a prop
Helpdock({ base: 'https://help.example.com', onMessage: () => {} })
