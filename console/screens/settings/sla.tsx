// What tickets are promised, for admins: of all, and of types that are unlike the others. Before anything is saved the server counts what
// it would do to the tickets under way, by the very clocks that run. Partners: sla-table.tsx, protocol/desk/sla-policies.ts, server/sla/.

import { useEffect, useState } from 'preact/hooks'
import type { SlaPolicies, SlaPreview, SlaState } from '../../../protocol/desk/sla-policies.ts'
import { Button, IconButton, Notice } from '../../../ui/controls.tsx'
import { AlertIcon, CloseIcon, InfoIcon } from '../../../ui/icons.tsx'
import { call } from '../../line/http.ts'
import { Refused } from '../../line/socket.ts'
import { typeName, types } from '../../state.ts'
import { settings as sharedWords } from '../../strings/settings-parts.ts'
import { slaPage as words } from '../../strings/sla-page.ts'
import { tell } from '../../toasts.ts'
import { Meanwhile } from '../parts/meanwhile.tsx'
import { Removal } from '../parts/removal.tsx'
import { toFault } from '../parts/to-fault.ts'
import { AskedFirst, Unsaved } from '../parts/unsaved.tsx'
import { ago, Body, Part, Row } from './parts.tsx'
import { policiesIn, type TypedPolicies, typed } from './sla-fields.ts'
import { SlaTable } from './sla-table.tsx'
import { useTold } from './told.tsx'
import { useDraft } from './use-draft.ts'

const PATH = '/api/console/sla'
/** After the last key: each asking goes through all tickets under way. */
const COUNTED_AFTER_MS = 500

export function SlaPage() {
  const page = useTold<SlaState>(PATH, 8, words.notRead)
  const form = useDraft(page, { path: PATH, of: typed, notSaved: words.notSaved })
  const [asksBack, setAsksBack] = useState(false)
  const { told } = page
  if (!told || !form) return page.instead
  const { forAll, types: own } = form.draft
  const asked = policiesIn(form.draft)
  const edit = (next: Partial<TypedPolicies>) => form.edit({ forAll, types: own, ...next })
  const others = types.value.map(({ name }) => name).filter((name) => !own.some(({ type }) => type === name))

  async function save(over?: number): Promise<void> {
    if (!asked) return toFault()
    if (await form?.save(asked, over)) tell(words.saved)
  }
  async function goBack(): Promise<void> {
    page.setTold(await call('DELETE', `${PATH}?version=${told?.version}`))
    form?.discard()
    setAsksBack(false)
    tell(words.isBack)
  }

  const { isSetHere, hasFile, changedBy, changedAt } = told
  return (
    <div class="settings-form sla">
      <Body>
        <p class="quiet">
          {words.intro} {words.underWay}
        </p>
        <Part title={isSetHere ? words.setHere : words.byFile}>
          <Row
            title={
              <span class="quiet">
                {isSetHere ? words.setHereHint : hasFile ? words.byFileHint : words.noFile}
              </span>
            }
          >
            {isSetHere && (
              <Button size="s" onClick={() => setAsksBack(true)}>
                {words.back}
              </Button>
            )}
          </Row>
        </Part>
        <Part title={words.all} hint={words.allHint}>
          <SlaTable whose={words.all} entry={forAll} onChange={(next) => edit({ forAll: next })} />
        </Part>
        {own.map(({ type, sla }) => (
          <Part
            key={type}
            title={typeName(type)}
            hint={words.ofTypeHint}
            action={
              <IconButton
                label={words.asAllOf(typeName(type))}
                onClick={() => edit({ types: own.filter((one) => one.type !== type) })}
              >
                <CloseIcon size={16} />
              </IconButton>
            }
          >
            <SlaTable
              whose={typeName(type)}
              entry={sla}
              forAll={forAll}
              onChange={(next) =>
                edit({ types: own.map((one) => (one.type === type ? { type, sla: next } : one)) })
              }
            />
          </Part>
        ))}
        {others.length > 0 && (
          <Part title={words.addType}>
            <Row title={<span class="quiet">{words.addTypeHint}</span>}>
              <select
                class="hd-input"
                aria-label={words.addType}
                value=""
                onChange={({ currentTarget: { value } }) =>
                  edit({ types: [...own, { type: value, sla: { cells: {} } }] })
                }
              >
                <option value="">{words.choose}</option>
                {others.map((name) => (
                  <option key={name} value={name}>
                    {typeName(name)}
                  </option>
                ))}
              </select>
            </Row>
          </Part>
        )}
        {changedBy && changedAt && <p class="quiet">{sharedWords.lastChanged(changedBy, ago(changedAt))}</p>}
      </Body>
      {form.isStale ? (
        <footer class="settings-foot retention-foot">
          <Meanwhile onTheirs={form.discard} onMine={() => save(told.version)} />
          <AskedFirst />
        </footer>
      ) : (
        form.isChanged && (
          <Foot asked={asked} isBusy={form.isBusy} onSave={() => save()} onDiscard={form.discard} />
        )
      )}
      {asksBack && (
        <Removal
          title={words.backTitle}
          label={words.backIt}
          failed={words.notSaved}
          remove={goBack}
          onClose={() => setAsksBack(false)}
        >
          {words.backText}
        </Removal>
      )}
    </div>
  )
}

function Foot(props: {
  /** null: something in it is no length of time. */
  asked: SlaPolicies | null
  isBusy: boolean
  onSave: () => void
  onDiscard: () => void
}) {
  const { asked } = props
  const question = asked && JSON.stringify(asked)
  const [counted, setCounted] = useState<{ of: string; answer: SlaPreview | Refused } | null>(null)
  useEffect(() => {
    if (!asked || !question) return
    const take = (answer: SlaPreview | Refused) => setCounted({ of: question, answer })
    const timer = setTimeout(
      () => call<SlaPreview>('POST', `${PATH}/previews`, asked).then(take, take),
      COUNTED_AFTER_MS,
    )
    return () => clearTimeout(timer)
  }, [question])
  const answer = counted && counted.of === question ? counted.answer : null
  const newlyLate = answer && !(answer instanceof Refused) ? answer.newlyLate : 0
  return (
    <footer class="settings-foot retention-foot">
      <Notice
        tone={newlyLate > 0 || !asked ? 'warning' : 'neutral'}
        icon={newlyLate > 0 || !asked ? <AlertIcon /> : <InfoIcon />}
      >
        <p>{asked ? <Sentence answer={answer} /> : words.mend}</p>
        {newlyLate > 0 && <p>{words.lateTold}</p>}
      </Notice>
      <div class="retention-do">
        <Button look="primary" busy={props.isBusy} disabled={!asked} onClick={props.onSave}>
          {newlyLate > 0 ? words.saveLate(newlyLate) : words.save}
        </Button>
        <Button look="quiet" onClick={props.onDiscard}>
          {words.discard}
        </Button>
        <Unsaved />
      </div>
    </footer>
  )
}

function Sentence({ answer }: { answer: SlaPreview | Refused | null }) {
  if (!answer) return <>{words.counting}</>
  if (answer instanceof Refused) return <>{words.notCounted}</>
  const { tickets, changed, newlyLate, lateNow } = answer
  const said = [
    words.would(tickets, changed),
    newlyLate > 0 && words.late(newlyLate),
    lateNow > 0 && words.lateNow(lateNow),
  ]
  return <>{said.filter(Boolean).join(' ')}</>
}
