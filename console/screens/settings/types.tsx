// The types of tickets, for admins: their list, and the form of one beside how a student sees it. All of them are saved together, over
// the version that was read. Partners: type-editor.tsx, protocol/settings/type-entries.ts, server/ticket-types/desk-routes.ts.

import { useRef, useState } from 'preact/hooks'
import type { TypeEntry, TypesState } from '../../../protocol/settings/type-entries.ts'
import { MERGE_TYPE, PLAIN_TYPE } from '../../../protocol/type-names.ts'
import { Button, Pill } from '../../../ui/controls.tsx'
import { MoreIcon } from '../../../ui/icons.tsx'
import { call } from '../../line/http.ts'
import { Refused } from '../../line/socket.ts'
import { settings as sharedWords } from '../../strings/settings-parts.ts'
import { typesPage as words } from '../../strings/types-page.ts'
import { tell, tellTrouble } from '../../toasts.ts'
import { inTurn } from '../../verbs/in-turn.ts'
import { Menu, type MenuItem } from '../parts/menu.tsx'
import { Removal } from '../parts/removal.tsx'
import { ago, Body, Part, Row } from './parts.tsx'
import { useTold } from './told.tsx'
import { TypeEditor } from './type-editor.tsx'
import { FIXED, moved, wordIn } from './type-words.ts'

const PATH = '/api/console/ticket-types'

export function TypesPage() {
  const { told, instead, setTold, read } = useTold<TypesState>(PATH, 8, words.notRead)
  /** A name, empty for a new one, and the version over which it was begun. */
  const [open, setOpen] = useState<{ name: string; over: number } | null>(null)
  const [asksBack, setAsksBack] = useState(false)
  /** What is kept as far as this page knows, also before it is drawn. */
  const kept = useRef(told)
  kept.current = told
  const [saves] = useState(inTurn)
  /** Which versions were replaced from this page, and by which: what was begun over one of them goes over what came of it. */
  const own = useRef(new Map<number, number>())
  if (!told) return instead
  const { types, locale, version, isSetHere, changedBy, changedAt } = told
  const labelOf = ({ label, name }: TypeEntry) => wordIn(label, locale, locale) || name

  const since = (over: number): number => {
    const next = own.current.get(over)
    return next === undefined ? over : since(next)
  }

  /** One after the other: a second press is no conflict with the first. */
  const save = (...what: Parameters<typeof put>): ReturnType<typeof put> => saves(() => put(...what))

  /**
   * @param over the version that is replaced
   * @param name of the one that is written
   * @returns why not, where it is about what was written; null where it is kept
   */
  async function put(next: Next, done: string, over = version, name = ''): Promise<string | null> {
    const from = since(over)
    try {
      const body = { version: from, locale, types: next(kept.current?.types ?? types) }
      const now = await call<TypesState>('PUT', PATH, body)
      own.current.set(from, now.version)
      kept.current = now
      setTold(now)
      // Another one may have been opened since.
      setOpen((one) => (one && one === open ? { name, over: now.version } : one))
      tell(done)
      return null
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      if (error.code === 'ticket_types.invalid' && open !== null) return error.message
      const isLate = error.code === 'setting.changed'
      // What is being written stays, and asks whose stays.
      if (!isLate || open === null) tellTrouble(words.notSaved, error)
      if (isLate) await read()
      return ''
    }
  }

  if (open !== null) {
    const { name, over } = open
    const at = types.findIndex((one) => one.name === name)
    const keep = (type: TypeEntry, over: number) =>
      save(
        (all) =>
          all.some((one) => one.name === name)
            ? all.map((one) => (one.name === name ? type : one))
            : [...all, type],
        words.saved,
        over,
        type.name,
      )
    return (
      <TypeEditor
        type={types[at]}
        types={types}
        source={locale}
        isStale={since(over) !== version}
        onSave={(type) => keep(type, over)}
        onSaveOver={(type) => keep(type, version)}
        onTakeTheirs={() => setOpen(at < 0 ? null : { name, over: version })}
        onDone={() => setOpen(null)}
      />
    )
  }

  const itemsOf = (type: TypeEntry, at: number): MenuItem[] => [
    ...(at > 0 ? [{ label: words.up, run: () => void save(movedBy(type, -1), words.saved) }] : []),
    ...(at < types.length - 1
      ? [{ label: words.down, run: () => void save(movedBy(type, 1), words.saved) }]
      : []),
    ...(FIXED.includes(type.name) ? [] : [archiving(type)]),
  ]
  const archiving = (type: TypeEntry): MenuItem => ({
    label: type.archived ? words.bringBack : words.archive,
    begins: true,
    run: () =>
      void save(
        (all) =>
          all.map((one) => {
            const { archived: _, ...offered } = one
            return one.name !== type.name ? one : type.archived ? offered : { ...offered, archived: true }
          }),
        type.archived ? words.isOffered(labelOf(type)) : words.isArchived(labelOf(type)),
      ),
  })

  return (
    <Body>
      <Part
        title={words.title}
        hint={words.hint}
        action={
          <Button size="s" look="primary" onClick={() => setOpen({ name: '', over: version })}>
            {words.add}
          </Button>
        }
      >
        <Row title={<span class="quiet">{isSetHere ? words.setHere : words.byFile}</span>}>
          {isSetHere && (
            <Button size="s" onClick={() => setAsksBack(true)}>
              {words.back}
            </Button>
          )}
        </Row>
        {types.map((type, at) => (
          <Row key={type.name} title={labelOf(type)} hint={aboutIt(type)}>
            {type.archived && <Pill>{words.archived}</Pill>}
            <Button
              size="s"
              aria-label={words.changeOf(labelOf(type))}
              onClick={() => setOpen({ name: type.name, over: version })}
            >
              {words.change}
            </Button>
            <Menu
              class="access-menu"
              label={words.actions(labelOf(type))}
              title={labelOf(type)}
              items={itemsOf(type, at)}
            >
              <MoreIcon size={16} />
            </Menu>
          </Row>
        ))}
      </Part>
      {changedBy && changedAt && <p class="quiet">{sharedWords.lastChanged(changedBy, ago(changedAt))}</p>}
      {asksBack && (
        <Removal
          title={words.backTitle}
          label={words.backIt}
          failed={words.notSaved}
          remove={async () => {
            setTold(await call('DELETE', `${PATH}?version=${version}`))
            setAsksBack(false)
            tell(words.isBack)
          }}
          onClose={() => setAsksBack(false)}
        >
          {words.backText}
        </Removal>
      )}
    </Body>
  )
}

/** Of those that are kept when it is its turn. */
type Next = (all: readonly TypeEntry[]) => TypeEntry[]

const movedBy =
  ({ name }: TypeEntry, step: 1 | -1): Next =>
  (all) => {
    const at = all.findIndex((one) => one.name === name)
    return moved(all, at, Math.max(0, at + step))
  }

function aboutIt({ name, fields = [], may_open, team }: TypeEntry): string {
  const [only] = may_open?.length === 1 ? may_open : []
  return [
    name === PLAIN_TYPE ? words.plain : name === MERGE_TYPE ? words.merge : words.fields(fields.length),
    only && (only === 'guest' ? words.onlyGuests : words.onlyVerified),
    team,
  ]
    .filter(Boolean)
    .join(' · ')
}
