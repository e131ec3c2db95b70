// Everything an agent can do by a key or by its name, once: keys.ts runs it, the sheet of keys shows it, the palette finds it.
// A command holds no rule and no work of its own: it calls a verb. Where a new one goes: into the list of its group, or,
// where an area has several, into a list beside its verbs that is named in `commands()`.

import type { DeskTicket } from '../../protocol/entities.ts'
import { switchNotifications, switchSound } from '../alerts.ts'
import { teams } from '../facts/counts.ts'
import {
  backToList,
  chooseMacro,
  cursor,
  focusedTicketId,
  goOn,
  moveCursor,
  openTicket,
  writeIn,
} from '../list/cursor.ts'
import { editView } from '../list/saved-views.ts'
import { openSearch, searchFor } from '../list/search.ts'
import { selectAll, selected, selectedOr, selectNone, toggleSelected } from '../list/selection.ts'
import { titleOf } from '../list/view-titles.ts'
import { BUILT_IN, savedViews, teamView } from '../list/views.ts'
import { prefer, preferences } from '../preferences.ts'
import { go, route } from '../route.ts'
import { pagesFor, SETTINGS } from '../settings.ts'
import { agents, me, threads, tickets } from '../state.ts'
import { strings } from '../strings.ts'
import { toast } from '../toasts.ts'
import { reopen, setAway, solve } from '../verbs/actions.ts'
import { arrangeIn } from '../verbs/arranging.ts'
import { assign, assignAll, assignToMe, handOver, solveAll } from '../verbs/bulk.ts'
import { askToLogOut } from '../verbs/leaving.ts'
import { beginTicket } from '../verbs/opening.ts'
import { choosePicture } from '../verbs/pictures.ts'
import { splitAt } from '../verbs/splitting.ts'
import { heldReply } from '../writing/holding.ts'
import { undoLast } from '../writing/taking-back.ts'
import { dialog } from './dialogs.ts'

/** Moving in the list; on one ticket; to another place; how the desk is. */
export type CommandGroup = 'list' | 'ticket' | 'go' | 'desk'

/** `about` is the ticket that is meant (`meantTicketId`), taken when the key fell or the palette opened. */
export interface Command {
  /** Unique; never shown. */
  id: string
  group: CommandGroup
  /** From strings/, as the sheet of keys shows it. */
  name: string
  /** Its name where it is clear which of two things it would do now. */
  nameNow?(about: string | null): string
  /** As `KeyboardEvent.key` gives them. “Mod+k” is Ctrl or ⌘ with it, and holds while somebody writes, too. */
  keys?: readonly string[]
  /** Keys that mean it only while the focus stands on a row, or nowhere. */
  listKeys?: readonly string[]
  /** Can it be done now? Where it is missing: always. */
  can?(about: string | null): boolean
  run(about: string | null): void
}

const words = strings.commands

/** In the order in which they are read. */
export function commands(): Command[] {
  return [...IN_LIST, ...IN_SELECTION, ...ON_TICKET, ...assignments(), ...places(), ...ON_DESK]
}

export const isPossible = ({ can }: Command, about: string | null): boolean => can?.(about) ?? true

export const nameOf = (command: Command, about: string | null): string =>
  command.nameNow?.(about) ?? command.name

const IN_LIST: readonly Command[] = [
  {
    id: 'next',
    group: 'list',
    name: words.next,
    keys: ['j'],
    listKeys: ['ArrowDown'],
    run: () => moveCursor(1),
  },
  {
    id: 'previous',
    group: 'list',
    name: words.previous,
    keys: ['k'],
    listKeys: ['ArrowUp'],
    run: () => moveCursor(-1),
  },
  {
    id: 'page-down',
    group: 'list',
    name: words.pageDown,
    listKeys: ['PageDown'],
    run: () => moveCursor('page-down'),
  },
  {
    id: 'page-up',
    group: 'list',
    name: words.pageUp,
    listKeys: ['PageUp'],
    run: () => moveCursor('page-up'),
  },
  { id: 'first', group: 'list', name: words.first, listKeys: ['Home'], run: () => moveCursor('first') },
  { id: 'last', group: 'list', name: words.last, listKeys: ['End'], run: () => moveCursor('last') },
  {
    id: 'open',
    group: 'list',
    name: words.open,
    listKeys: ['Enter'],
    // With the focus nowhere it opens where the keyboard stood.
    can: () => ![null, route.peek().ticketId].includes(focusedTicketId() ?? cursor.peek()),
    run: () => {
      const ticketId = focusedTicketId() ?? cursor.peek()
      if (ticketId) openTicket(ticketId)
    },
  },
]

const IN_SELECTION: readonly Command[] = [
  {
    id: 'select',
    group: 'list',
    name: words.select,
    keys: ['x'],
    can: () => Boolean(focusedTicketId() ?? cursor.peek()),
    run: () => toggleSelected(focusedTicketId() ?? cursor.peek() ?? ''),
  },
  { id: 'select-all', group: 'list', name: words.selectAll, keys: ['X'], run: () => void selectAll() },
  {
    id: 'back',
    group: 'list',
    name: words.back,
    keys: ['Escape'],
    // Of a dialog that stands open it means that.
    can: () =>
      !document.querySelector('dialog[open]') &&
      (selected.peek().length > 0 || Boolean(route.peek()[focusedTicketId() ? 'search' : 'ticketId'])),
    run: () => {
      if (selected.peek().length > 0 && !document.activeElement?.closest('.work')) selectNone()
      // From what a search found.
      else if (focusedTicketId()) searchFor('')
      else backToList()
    },
  },
]
const SEARCHING: Command = {
  id: 'search',
  group: 'go',
  name: strings.search.label,
  keys: ['/'],
  run: () => openSearch(),
}

const ON_TICKET: readonly Command[] = [
  onTicket({ id: 'reply', name: words.reply, keys: ['r'], run: (ticketId) => writeIn(ticketId, 'reply') }),
  onTicket({ id: 'note', name: words.note, keys: ['n'], run: (ticketId) => writeIn(ticketId, 'note') }),
  onTicket({ id: 'insert', name: words.insert, keys: [';'], run: chooseMacro }),
  onTicket({
    id: 'solve',
    name: words.solveOrReopen,
    nameNow: (ticketId) => (isSolved(ticketId) ? strings.thread.reopen : strings.thread.solve),
    keys: ['e'],
    can: (ticketId) => selected.peek().length > 0 || !tickets.peek().get(ticketId)?.mergedInto,
    run: (ticketId) => {
      if (selected.peek().length > 0) void solveAll(selected.peek())
      else if (isSolved(ticketId)) void reopen(ticketId)
      else {
        void solve(ticketId)
        goOn(ticketId)
      }
    },
  }),
  onTicket({
    id: 'assign-to-me',
    name: words.assignToMe,
    keys: ['a'],
    can: (ticketId) =>
      selected.peek().length > 0 || tickets.peek().get(ticketId)?.assignee?.id !== me.peek()?.id,
    run: (ticketId) => {
      if (selected.peek().length > 0) void assignAll(selected.peek(), me.peek()?.id ?? null)
      else void assignToMe(ticketId)
    },
  }),
  onTicket({
    id: 'assign',
    name: words.assign,
    keys: ['A'],
    run: (ticketId) => arrangeIn('assign', selectedOr(ticketId)),
  }),
  onTicket({
    id: 'snooze',
    name: words.snooze,
    nameNow: () => strings.snooze.label,
    keys: ['h'],
    can: (ticketId) => selected.peek().length > 0 || !isSolved(ticketId),
    run: (ticketId) => arrangeIn('snooze', selectedOr(ticketId)),
  }),
  onTicket({
    id: 'tags',
    name: words.tags,
    keys: ['t'],
    run: (ticketId) => arrangeIn('tags', selectedOr(ticketId)),
  }),
  onTicket({
    id: 'priority',
    name: words.priority,
    keys: ['p'],
    run: (ticketId) => arrangeIn('priority', selectedOr(ticketId)),
  }),
  onTicket({
    id: 'link',
    name: words.link,
    keys: ['l'],
    run: (ticketId) => arrangeIn('link', [ticketId]),
  }),
  onTicket({
    id: 'merge-tickets',
    name: words.mergeTickets,
    keys: ['m'],
    can: (ticketId) => mayGoOnElsewhere(tickets.peek().get(ticketId)),
    run: (ticketId) => arrangeIn('merge', [ticketId]),
  }),
  onTicket({
    id: 'split',
    name: words.split,
    keys: ['s'],
    run: (ticketId) => splitAt(ticketId, null),
  }),
  onTicket({
    id: 'cause',
    name: words.cause,
    keys: ['b'],
    can: (ticketId) => selected.peek().length > 0 || !tickets.peek().get(ticketId)?.tracker,
    run: (ticketId) => arrangeIn('cause', selectedOr(ticketId)),
  }),
  onTicket({
    id: 'update',
    name: words.update,
    keys: ['u'],
    can: (ticketId) => Boolean(tickets.peek().get(ticketId)?.tracker?.attached),
    run: (ticketId) => arrangeIn('update', [ticketId]),
  }),
  onTicket({
    id: 'review',
    name: words.review,
    can: (ticketId) => Boolean(threads.peek().get(ticketId)?.merge) && route.peek().pane !== 'merge',
    run: (ticketId) => go({ ticketId, pane: 'merge' }),
  }),
  onTicket({
    id: 'contact',
    name: words.foldContact,
    nameNow: () => strings.thread[isContactSeen() ? 'hideContact' : 'showContact'],
    keys: ['i'],
    run: (ticketId) => {
      if (isNarrow()) go({ ticketId, pane: isContactSeen() ? 'thread' : 'contact' })
      else prefer({ contactFolded: isContactSeen() })
    },
  }),
]

/** To each of the others, to nobody, or to a team. */
function assignments(): Command[] {
  const others = agents.peek().filter(({ id }) => id !== me.peek()?.id)
  const to = (agentId: string | null, name: string) =>
    onTicket({
      id: `assign-to-${agentId ?? 'nobody'}`,
      name,
      can: (ticketId) =>
        selected.peek().length > 0 || (tickets.peek().get(ticketId)?.assignee?.id ?? null) !== agentId,
      run: (ticketId) => {
        if (selected.peek().length > 0) void assignAll(selected.peek(), agentId)
        else void assign(ticketId, agentId)
      },
    })
  const toTeam = (team: string) =>
    onTicket({
      id: `assign-to-${teamView(team)}`,
      name: words.assignTo(strings.assignee.team(team)),
      run: (ticketId) => void handOver(selectedOr(ticketId), team),
    })
  return [
    ...others.map(({ id, name }) => to(id, words.assignTo(name))),
    to(null, words.assignToNobody),
    ...teams().map(toTeam),
  ]
}

function places(): Command[] {
  return [
    SEARCHING,
    ...[...BUILT_IN, ...teams().map(teamView), ...savedViews.peek().map(({ id }) => id)].map(
      (view): Command => ({
        id: `go-to-${view}`,
        group: 'go',
        name: words.goTo(titleOf(view)),
        run: () => go({ view, ticketId: null, pane: 'thread' }),
      }),
    ),
    { id: 'new-view', group: 'go', name: strings.saved.add, run: () => editView(null) },
    ...SETTINGS.map(
      ({ page }): Command => ({
        id: `settings-${page}`,
        group: 'go',
        name: words.settings(strings.settings.pages[page]),
        can: () => pagesFor(me.peek()).some((one) => one.page === page),
        run: () => go({ ticketId: null, pane: 'settings', page }),
      }),
    ),
    {
      id: 'reports',
      group: 'go',
      name: words.goTo(strings.account.reports),
      run: () => go({ ticketId: null, pane: 'reports' }),
    },
    {
      id: 'preview',
      group: 'go',
      name: strings.account.preview,
      run: () => {
        open('/console/preview', '_blank')
      },
    },
  ]
}

const ON_DESK: readonly Command[] = [
  { id: 'new-ticket', group: 'desk', name: words.newTicket, keys: ['c'], run: () => beginTicket() },
  {
    id: 'density',
    group: 'desk',
    name: strings.account.compact,
    nameNow: () => strings.account[isCompact() ? 'comfortable' : 'compact'],
    run: () => prefer({ density: isCompact() ? 'comfortable' : 'compact' }),
  },
  {
    id: 'sound',
    group: 'desk',
    name: words.sound(false),
    nameNow: () => words.sound(preferences.peek().sound),
    run: switchSound,
  },
  {
    id: 'notifications',
    group: 'desk',
    name: words.notifications(false),
    nameNow: () => words.notifications(preferences.peek().notifications),
    run: () => void switchNotifications(),
  },
  {
    id: 'away',
    group: 'desk',
    name: words.away(false),
    nameNow: () => words.away(me.peek()?.isAway ?? false),
    run: () => void setAway(!me.peek()?.isAway),
  },
  { id: 'picture', group: 'desk', name: strings.account.picture, run: choosePicture },
  {
    id: 'undo',
    group: 'desk',
    name: words.undo,
    keys: ['z'],
    can: () => Boolean(toast.peek()?.action ?? heldReply()),
    run: undoLast,
  },
  {
    id: 'palette',
    group: 'desk',
    name: words.palette,
    keys: ['Mod+k'],
    run: () => {
      dialog.value = 'palette'
    },
  },
  {
    id: 'keys',
    group: 'desk',
    name: words.keys,
    nameNow: () => strings.account.keys,
    keys: ['?'],
    run: () => {
      dialog.value = 'keys'
    },
  },
  { id: 'log-out', group: 'desk', name: strings.account.logOut, run: askToLogOut },
]

interface TicketCommand extends Omit<Command, 'group' | 'nameNow' | 'can' | 'run'> {
  nameNow?(ticketId: string): string
  can?(ticketId: string): boolean
  run(ticketId: string): void
}

/** Possible only where a ticket is meant. A ticket in the address counts before it was read. */
function onTicket({ nameNow, can, run, ...rest }: TicketCommand): Command {
  return {
    ...rest,
    group: 'ticket',
    ...(nameNow && { nameNow: (about) => (about ? nameNow(about) : rest.name) }),
    can: (about) => about !== null && (can?.(about) ?? true),
    run: (about) => {
      if (about) run(about)
    },
  }
}

/** A request to merge accounts, and an invitation to one, stay tickets of their own; so does what was merged, or is a tracker. */
const mayGoOnElsewhere = (ticket: DeskTicket | undefined): boolean =>
  ticket !== undefined &&
  !ticket.mergedInto &&
  !ticket.tracker &&
  !ticket.mergeId &&
  !(ticket.type === 'account_merge' && ticket.state !== 'solved')
const isSolved = (ticketId: string): boolean => tickets.peek().get(ticketId)?.state === 'solved'
/** No room beside the thread: the contact is a pane of its own (look/desk.css). */
const isNarrow = (): boolean => matchMedia('(width < 1100px)').matches
const isContactSeen = (): boolean =>
  isNarrow() ? route.peek().pane === 'contact' : !preferences.peek().contactFolded
const isCompact = (): boolean => preferences.peek().density === 'compact'
