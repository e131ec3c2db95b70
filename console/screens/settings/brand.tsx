// How the help center and the widget are called and look, for admins: what is typed is seen at once beside it, and saved as a whole.
// Partners: protocol/contrast.ts, which says how a colour reads; server/settings/brand.ts.

import { useState } from 'preact/hooks'
import { colourOf, contrast, SEEN_CONTRAST, textOn } from '../../../protocol/contrast.ts'
import { BRAND_NAME_MAX_CHARS, GREETING_MAX_CHARS } from '../../../protocol/limits.ts'
import type { BrandState } from '../../../protocol/settings/settings.ts'
import { Button, Notice, TextField } from '../../../ui/controls.tsx'
import { AlertIcon, ChatIcon, SearchIcon } from '../../../ui/icons.tsx'
import { call } from '../../line/http.ts'
import { Refused } from '../../line/socket.ts'
import { brand as words } from '../../strings/brand.ts'
import { settings as sharedWords } from '../../strings/settings-parts.ts'
import { tell, tellTrouble } from '../../toasts.ts'
import { chooseFiles } from '../../writing/choose-files.ts'
import { onSubmit } from '../parts/sent-by.ts'
import { toFault } from '../parts/to-fault.ts'
import { ago, Body, Part, Row } from './parts.tsx'
import { SaveFoot } from './save-foot.tsx'
import { useTold } from './told.tsx'
import { useDraft } from './use-draft.ts'

const PATH = '/api/console/brand'
const LOGO_TYPES = 'image/png,image/jpeg,image/gif,image/webp'
/** The grounds on which a button lies: ui/tokens.css. */
const PAGES = { light: '#ffffff', dark: '#151d1b' }
/** Ours, where none is set. */
const OWN_ACCENT = '#0b6b5d'

type Draft = Record<'name' | 'greeting' | 'accent', string>
const draftOf = ({ name, greeting, accent }: BrandState): Draft => ({
  name: name ?? '',
  greeting: greeting ?? '',
  accent: accent ?? '',
})

export function BrandPage() {
  const page = useTold<BrandState>(PATH, 6, words.notRead)
  const form = useDraft(page, { path: PATH, of: draftOf, notSaved: words.notSaved })
  const [isJudged, judge] = useState(false)
  const { told: saved } = page
  if (!saved || !form) return page.instead
  const { draft, take } = form
  const edit = (change: Partial<Draft>) => form.edit({ ...draft, ...change })
  const accent = draft.accent.trim() === '' ? OWN_ACCENT : colourOf(draft.accent)

  async function save(over?: number): Promise<void> {
    judge(true)
    if (accent === null) return toFault()
    const { name, greeting } = draft
    const look = { name, greeting, accent: draft.accent.trim() === '' ? null : accent }
    if (!(await form?.save(look, over))) return
    judge(false)
    tell(words.saved)
  }
  async function changeLogo(file: Blob | null): Promise<void> {
    const path = `${PATH}/logo?version=${saved?.version}`
    try {
      take(await (file ? call<BrandState>('PUT', path, file) : call<BrandState>('DELETE', path)))
      tell(file ? words.logoKept : words.logoGone)
    } catch (error) {
      tellTrouble(words.logoNotKept, error)
      if (!(error instanceof Refused)) throw error
      if (error.code === 'setting.changed') await page.read()
    }
  }

  return (
    <form class="settings-form" noValidate onSubmit={onSubmit(save)}>
      <Body>
        <Preview draft={draft} accent={accent ?? OWN_ACCENT} logo={saved.logo} />
        <Part title={words.words}>
          <div class="part-row part-field">
            <TextField
              label={words.name}
              hint={words.nameHint}
              maxLength={BRAND_NAME_MAX_CHARS}
              value={draft.name}
              onInput={(event) => edit({ name: event.currentTarget.value })}
            />
          </div>
          <div class="part-row part-field">
            <TextField
              label={words.greeting}
              hint={words.greetingHint}
              maxLength={GREETING_MAX_CHARS}
              value={draft.greeting}
              onInput={(event) => edit({ greeting: event.currentTarget.value })}
            />
          </div>
        </Part>
        <Part title={words.colour} hint={words.colourHint}>
          <div class="part-row part-field brand-colour">
            <TextField
              label={words.accent}
              placeholder={OWN_ACCENT}
              maxLength={20}
              spellcheck={false}
              autocomplete="off"
              value={draft.accent}
              error={accent === null && isJudged ? words.noColour : ''}
              onInput={(event) => edit({ accent: event.currentTarget.value })}
            />
            <input
              type="color"
              class="brand-pick"
              aria-label={words.pick}
              value={accent ?? OWN_ACCENT}
              onInput={(event) => edit({ accent: event.currentTarget.value })}
            />
            {draft.accent !== '' && (
              <Button size="s" look="quiet" onClick={() => edit({ accent: '' })}>
                {words.own}
              </Button>
            )}
          </div>
          {/* Our own has another shade for dark pages. */}
          {accent && draft.accent.trim() && <Readable accent={accent} />}
        </Part>
        <Part title={words.logo}>
          <Row
            title={
              saved.logo ? (
                <img class="brand-logo" src={saved.logo} alt={words.logo} />
              ) : (
                <span class="quiet">{words.noLogo}</span>
              )
            }
            hint={words.logoHint}
          >
            <Button
              size="s"
              onClick={() => chooseFiles(([file]) => file && void changeLogo(file), LOGO_TYPES)}
            >
              {words.choose}
            </Button>
            {saved.logo && (
              <Button size="s" look="quiet" onClick={() => changeLogo(null)}>
                {words.remove}
              </Button>
            )}
          </Row>
        </Part>
      </Body>
      <SaveFoot
        form={form}
        onDiscard={() => {
          form.discard()
          judge(false)
        }}
        onSaveOver={() => save(saved.version)}
      >
        {saved.changedBy && saved.changedAt
          ? sharedWords.lastChanged(saved.changedBy, ago(saved.changedAt))
          : words.untouched}
      </SaveFoot>
    </form>
  )
}

/** How the colour reads, in figures; a warning where a button is hard to see. Nothing is forbidden: a brand is a brand. */
function Readable({ accent }: { accent: string }) {
  const text = textOn(accent)
  const seen = { light: contrast(accent, PAGES.light), dark: contrast(accent, PAGES.dark) }
  const isPale = seen.light < SEEN_CONTRAST
  const isDull = seen.dark < SEEN_CONTRAST
  return (
    <div class="part-row brand-readable" role="status">
      <p class="quiet">
        {words.onIt(text === '#ffffff' ? 'white' : 'black', ratio(contrast(accent, text)))}{' '}
        {words.seen(ratio(seen.light), ratio(seen.dark))}
      </p>
      {(isPale || isDull) && (
        <Notice tone="warning" icon={<AlertIcon />}>
          {words.hardToSee(isPale && isDull ? 'both' : isPale ? 'light' : 'dark')}
        </Notice>
      )}
    </div>
  )
}

function Preview({ draft, accent, logo }: { draft: Draft; accent: string; logo: string | null }) {
  const style = `--accent:${accent};--on-accent:${textOn(accent)}`
  return (
    <section class="brand-preview" aria-label={words.preview} style={style}>
      <figure>
        <figcaption class="quiet">{words.previewHelp}</figcaption>
        <div class="brand-page" aria-hidden="true">
          <p class="brand-bar">
            {logo ? <img class="brand-logo" src={logo} alt="" /> : <span class="brand-sign" />}
            <strong>{draft.name.trim() || words.ownName}</strong>
          </p>
          <p class="brand-title">{draft.greeting.trim() || words.ownTitle}</p>
          <p class="brand-search">
            <SearchIcon size={16} /> {words.search}
          </p>
        </div>
      </figure>
      <figure>
        <figcaption class="quiet">{words.previewWidget}</figcaption>
        <div class="brand-page" aria-hidden="true">
          <p class="brand-title">{draft.greeting.trim() || words.ownGreeting}</p>
          <p class="brand-search">
            <SearchIcon size={16} /> {words.search}
          </p>
          <p class="brand-foot">
            <span class="brand-button">{words.write}</span>
            <span class="brand-launcher">
              <ChatIcon />
            </span>
          </p>
        </div>
      </figure>
    </section>
  )
}

const ratio = (value: number) => value.toFixed(1)
