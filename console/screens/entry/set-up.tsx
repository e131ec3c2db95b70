// How a second factor is set up: scan, type the first code, keep the codes of recovery. Stands in the settings and, where the desk
// asks it of everybody, between the password and the desk.

import { useState } from 'preact/hooks'
import type { SecondFactorOffer } from '../../../protocol/desk/access.ts'
import { Button, Notice, TextField } from '../../../ui/controls.tsx'
import { copy } from '../../../ui/copy.ts'
import { AlertIcon, CheckIcon, DownloadIcon, FileIcon } from '../../../ui/icons.tsx'
import { access as words } from '../../strings/access.ts'
import { sentenceOf } from '../../strings/reasons.ts'
import { steps } from '../../strings/steps.ts'
import { useOneField } from '../parts/one-field.ts'

/** Around a code as much must stay light, or cameras do not find it. */
const QUIET = 4

/** @param confirm takes the first code and throws Refused where it was wrong */
export function Scan({
  offer,
  confirm,
}: {
  offer: SecondFactorOffer
  confirm: (code: string) => Promise<void>
}) {
  const side = offer.qr.size + 2 * QUIET
  const { error, busy, form } = useOneField(
    'code',
    (code) => !code.trim() && steps.codeMissing,
    (code) => confirm(code.trim()),
    (cause) => (cause.code === 'code.wrong' ? words.codeWrong : sentenceOf(cause)),
  )
  return (
    <form class="access-form" {...form}>
      <p>{words.scan}</p>
      <svg class="access-qr" role="img" aria-label={words.qr} viewBox={`${-QUIET} ${-QUIET} ${side} ${side}`}>
        <path d={offer.qr.path} />
      </svg>
      {/* Nobody scans the screen that they hold. */}
      <a class="hd-button hd-secondary hd-size-m access-here" href={offer.uri}>
        <span>{words.openApp}</span>
      </a>
      <div>
        <p class="quiet">{words.cannotScan}</p>
        <code class="access-key">{offer.secret}</code>
      </div>
      <TextField
        label={words.typeCode}
        name="code"
        inputMode="numeric"
        autocomplete="one-time-code"
        autofocus
        hint={words.typeCodeHint}
        error={error}
      />
      <div class="access-actions">
        <Button look="primary" type="submit" busy={busy}>
          {words.confirm}
        </Button>
      </div>
    </form>
  )
}

export function Codes({
  codes,
  done,
  onDone,
}: {
  codes: readonly string[]
  done: string
  onDone: () => void
}) {
  const [copied, setCopied] = useState(false)
  const text = `${codes.join('\n')}\n`
  const file = `data:text/plain;charset=utf-8,${encodeURIComponent(text)}`
  return (
    <div class="access-form">
      <Notice tone="warning" icon={<AlertIcon />}>
        {words.codesText}
      </Notice>
      <ol class="access-codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <div class="access-actions access-keep">
        <Button
          size="s"
          icon={copied ? <CheckIcon size={16} /> : <FileIcon size={16} />}
          onClick={() => void copy(text).then(setCopied)}
        >
          {copied ? words.copied : words.copy}
        </Button>
        <a class="hd-button hd-secondary hd-size-s" href={file} download={words.codesFile}>
          <DownloadIcon size={16} />
          <span>{words.download}</span>
        </a>
      </div>
      <div class="access-actions">
        <Button look="primary" onClick={onDone}>
          {done}
        </Button>
      </div>
    </div>
  )
}
