// How mail goes out, for admins: the sender, the way of letters as the operator has set it, a letter to oneself with the mail server's
// answer, and which letters are sent. Partners: mail-letters.tsx; protocol/settings/mail-settings.ts, server/settings/mail.ts.

import { useEffect, useState } from 'preact/hooks'
import type { OptionalLetter } from '../../../protocol/letters.ts'
import { ADDRESS_MAX_CHARS, SENDER_NAME_MAX_CHARS } from '../../../protocol/limits.ts'
import type { MailState, MailTest } from '../../../protocol/settings/mail-settings.ts'
import { isAt, mayBeName } from '../../../protocol/settings/senders.ts'
import { Button, Notice, TextField } from '../../../ui/controls.tsx'
import { AlertIcon, DoneIcon, LockIcon } from '../../../ui/icons.tsx'
import { call } from '../../line/http.ts'
import { mailboxFails } from '../../state.ts'
import { mailPage as words } from '../../strings/mail-page.ts'
import { settings as sharedWords } from '../../strings/settings-parts.ts'
import { tell, tellTrouble } from '../../toasts.ts'
import { onSubmit } from '../parts/sent-by.ts'
import { toFault } from '../parts/to-fault.ts'
import { Letters } from './mail-letters.tsx'
import { ago, Body, Part, Row } from './parts.tsx'
import { SaveFoot } from './save-foot.tsx'
import { useTold } from './told.tsx'
import { useDraft } from './use-draft.ts'

const PATH = '/api/console/mail'

interface Draft {
  name: string
  replyTo: string
  off: readonly OptionalLetter[]
}
const draftOf = ({ name, replyTo, off }: MailState): Draft => ({
  name: name ?? '',
  replyTo: replyTo ?? '',
  off,
})

export function MailPage() {
  const page = useTold<MailState>(PATH, 8, words.notRead)
  const form = useDraft(page, { path: PATH, of: draftOf, notSaved: words.notSaved })
  const [isJudged, judge] = useState(false)
  const { told } = page
  if (!told || !form) return page.instead
  const { draft } = form
  const { from, server, replyDomain, changedBy, changedAt } = told
  const edit = (next: Partial<Draft>) =>
    form.edit({ ...draft, ...next, ...(next.off && { off: next.off.toSorted() }) })

  const wrong = {
    name: !mayBeName(draft.name),
    replyTo: draft.replyTo.trim() !== '' && !(replyDomain && isAt(draft.replyTo, replyDomain)),
  }

  async function save(over?: number): Promise<void> {
    judge(true)
    if (wrong.name || wrong.replyTo) return toFault()
    const { name, replyTo, off } = draft
    const asked = { name: name.trim() || null, replyTo: replyTo.trim() || null, off }
    if (!(await form?.save(asked, over))) return
    judge(false)
    tell(words.saved)
  }

  const name = (!wrong.name && draft.name.trim()) || from.name
  return (
    <form class="settings-form" noValidate onSubmit={onSubmit(save)}>
      <Body>
        <Part title={words.sender} hint={words.senderHint}>
          <div class="part-row part-field">
            <TextField
              label={words.name}
              hint={words.nameHint(from.name)}
              error={isJudged && wrong.name && words.nameWrong}
              maxLength={SENDER_NAME_MAX_CHARS}
              autocomplete="off"
              value={draft.name}
              onInput={(event) => edit({ name: event.currentTarget.value })}
            />
          </div>
          <Locked title={words.address} hint={words.addressHint}>
            {from.address}
          </Locked>
          {replyDomain ? (
            <div class="part-row part-field">
              <TextField
                label={words.replyTo}
                type="email"
                hint={words.replyToHint(replyDomain, told.inbound !== null)}
                error={isJudged && wrong.replyTo && words.replyToWrong(replyDomain)}
                maxLength={ADDRESS_MAX_CHARS}
                autocomplete="off"
                spellcheck={false}
                value={draft.replyTo}
                onInput={(event) => edit({ replyTo: event.currentTarget.value })}
              />
            </div>
          ) : (
            <Locked title={words.replyTo} hint={words.noReplyTo} />
          )}
        </Part>
        <Part title={words.way} hint={words.wayHint}>
          <Locked title={words.server} hint={server ? words.serverHint : words.folder}>
            {server && words.at(server)}
          </Locked>
          <Locked title={words.replies} hint={words.repliesHint}>
            {told.off.includes('replies') ? words.switchedOff : words.after(told.replyAfterMinutes)}
          </Locked>
          <Try inFolder={!server} />
        </Part>
        <ComesIn inbound={told.inbound} />
        <Letters
          version={told.version}
          from={name ? `${name} <${from.address}>` : from.address}
          off={draft.off}
          onOff={(off) => edit({ off })}
        />
      </Body>
      <SaveFoot
        form={form}
        onDiscard={() => {
          form.discard()
          judge(false)
        }}
        onSaveOver={() => save(told.version)}
      >
        {changedBy && changedAt ? sharedWords.lastChanged(changedBy, ago(changedAt)) : words.untouched}
      </SaveFoot>
    </form>
  )
}

/** Beside the form: what is looked into again is not what is being changed. */
function ComesIn(told: Pick<MailState, 'inbound'>) {
  const [inbound, setInbound] = useState(told.inbound)
  const [isBusy, setBusy] = useState(false)
  const fails = mailboxFails.value
  useEffect(() => {
    if (fails === !!inbound?.mailbox?.trouble) return
    // What could not be asked says so elsewhere: the line is lost.
    call<MailState>('GET', PATH).then(
      (now) => setInbound(now.inbound),
      () => {},
    )
  }, [fails])

  async function look(): Promise<void> {
    setBusy(true)
    try {
      const { inbound } = await call<MailState>('POST', `${PATH}/looks`, {})
      setInbound(inbound)
      if (!inbound?.mailbox?.trouble) tell(words.looked)
    } catch (error) {
      tellTrouble(words.notLooked, error)
    }
    setBusy(false)
  }

  if (!inbound)
    return (
      <Part title={words.comesIn} hint={words.comesInHint}>
        <Locked title={words.writtenAt} hint={words.inboundOff} />
      </Part>
    )
  const { address, isMarked, port, mailbox } = inbound
  return (
    <Part title={words.comesIn} hint={words.comesInHint}>
      <Locked title={words.writtenAt} hint={isMarked ? words.marked : words.unmarked}>
        {address}
      </Locked>
      {port !== null && (
        <Locked title={words.door} hint={words.doorHint}>
          {String(port)}
        </Locked>
      )}
      {mailbox && (
        <Row title={words.mailbox} hint={words.mailboxHint}>
          {words.mailboxAt(mailbox)}
          <Button size="s" busy={isBusy} onClick={look}>
            {words.look}
          </Button>
        </Row>
      )}
      {mailbox?.trouble && (
        <div class="part-row">
          <Notice tone="danger" icon={<AlertIcon />} urgent>
            {words.mailboxFails(mailbox.trouble)}
          </Notice>
        </div>
      )}
    </Part>
  )
}

/** The operator's. */
function Locked(props: { title: string; hint: string; children?: string | null }) {
  return (
    <Row title={props.title} hint={props.hint}>
      {props.children}
      <LockIcon size={16} />
    </Row>
  )
}

function Try({ inFolder }: { inFolder: boolean }) {
  const [isBusy, setBusy] = useState(false)
  const [tested, setTested] = useState<MailTest | null>(null)

  async function test(): Promise<void> {
    setBusy(true)
    setTested(null)
    try {
      setTested(await call<MailTest>('POST', `${PATH}/tests`, {}))
    } catch (error) {
      tellTrouble(words.notTested, error)
    }
    setBusy(false)
  }

  const isSent = tested?.outcome === 'sent'
  const sentence =
    tested && (isSent ? (inFolder ? words.inFolder : words.sent)(tested.to) : words.failed(tested))
  return (
    <>
      <Row title={words.try} hint={words.testHint}>
        <Button size="s" busy={isBusy} onClick={test}>
          {words.test}
        </Button>
      </Row>
      {sentence && (
        <div class="part-row">
          <Notice tone={isSent ? 'success' : 'danger'} icon={isSent ? <DoneIcon /> : <AlertIcon />} urgent>
            {sentence}
          </Notice>
        </div>
      )}
    </>
  )
}
