// How mail goes out, for admins: what the operator has set, a letter to oneself with the mail server's answer, and a look at each letter.
// Partner: protocol/mail-settings.ts.

import { useState } from 'preact/hooks'
import type { MailState, MailTest } from '../../../protocol/mail-settings.ts'
import { Button, Notice } from '../../../ui/controls.tsx'
import { AlertIcon, DoneIcon, LockIcon } from '../../../ui/icons.tsx'
import { call } from '../../http.ts'
import { mailPage as words } from '../../strings/mail-page.ts'
import { tellTrouble } from '../../toasts.ts'
import { Body, Part, Row } from './parts.tsx'
import { useTold } from './told.tsx'

const PATH = '/api/console/mail'

export function MailPage() {
  const { told, instead } = useTold<MailState>(PATH, 6, words.notRead)
  const [isBusy, setBusy] = useState(false)
  const [tested, setTested] = useState<MailTest | null>(null)
  if (!told) return instead
  const { from, server, replyAfterMinutes, letters } = told

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
    tested && (isSent ? (server ? words.sent : words.inFolder)(tested.to) : words.failed(tested))
  return (
    <Body>
      <Part title={words.title} hint={words.hint}>
        <Row title={words.from} hint={words.fromHint}>
          {from}
          <LockIcon size={16} />
        </Row>
        <Row title={words.server} hint={server ? words.serverHint : words.folder}>
          {server && words.at(server)}
          <LockIcon size={16} />
        </Row>
        <Row title={words.replies} hint={words.repliesHint}>
          {words.after(replyAfterMinutes)}
          <LockIcon size={16} />
        </Row>
        <Row title={words.try} hint={words.testHint}>
          <Button size="s" look="primary" busy={isBusy} onClick={test}>
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
      </Part>
      <Part title={words.letters} hint={words.lettersHint}>
        {letters.map(({ letter, subject, text }) => (
          <Row
            key={letter}
            title={words.when[letter]}
            hint={
              <details class="delivery">
                <summary>{subject}</summary>
                <pre class="part-letter">{text}</pre>
              </details>
            }
          />
        ))}
      </Part>
    </Body>
  )
}
