// The words of the sites that may carry the widget.

import type { OriginFault } from '../../protocol/settings/origins.ts'

export const origins = {
  notRead: 'The sites could not be read',
  title: 'Sites that may carry the widget',
  hint: 'Pages of other sites cannot open it: their visitors’ browsers are told so. A change holds at once; pages that are open go on until they are loaded anew.',
  fixed: 'Set by the operator, or this server’s own',
  none: 'None were added here.',
  remove: (origin: string) => `Take ${origin} away`,
  removed: (origin: string) => `${origin} was taken away`,
  added: (origin: string) => `${origin} may carry the widget now`,
  undo: 'Undo',
  undone: 'The list is as it was',
  label: 'Add a site',
  example: 'https://app.school.edu',
  add: 'Add',
  notSaved: 'It was not saved.',
  lastChanged: (by: string, at: string) => `Last changed by ${by}, ${at}.`,
  wrong: {
    empty: 'Write https:// and the name of the site.',
    no_scheme: 'Write it with https:// in front.',
    scheme: 'Pages come by https; this is something else.',
    wildcard: 'Name each site by itself; there is no * for all of a kind.',
    more: 'Leave out what follows the name: a site is allowed as a whole.',
    insecure: 'Use https. A page by http can be changed on its way, and the widget with it.',
    unreadable: 'This is no address of a site. Look for a slip.',
    twice: 'This site is in the list already.',
    full: 'The list is full. Take one away first.',
  } satisfies Record<OriginFault | 'twice' | 'full', string>,
} as const
