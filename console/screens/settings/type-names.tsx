// Of a type of tickets: the articles to read before its form is sent, and the macros to offer first beside its tickets. Both are named
// and live elsewhere. Partners: named-list.tsx, type-editor.tsx.

import { useEffect, useState } from 'preact/hooks'
import { TYPE_ARTICLES, TYPE_MACROS } from '../../../protocol/limits.ts'
import type { TypeEntry } from '../../../protocol/settings/type-entries.ts'
import { macros, macrosByName, readMacros } from '../../facts/macros.ts'
import { typesPage as words } from '../../strings/types-page.ts'
import { findSections, readArticle } from '../../writing/article-search.ts'
import { type Found, NamedList } from './named-list.tsx'

/** Macros in the list under the field. */
const SHOWN = 8

interface Props {
  type: TypeEntry
  onChange: (next: { articles?: string[] | undefined; macros?: string[] | undefined }) => void
}

export type Titles = ReadonlyMap<string, string | null>

export function TypeArticles({ type, titles, onChange }: Props & { titles: Titles }) {
  return (
    <NamedList
      label={words.findArticle}
      hint={words.articleHint}
      values={type.articles ?? []}
      most={TYPE_ARTICLES}
      titleOf={(slug) => titles.get(slug)}
      missing={words.articleMissing}
      find={findArticles}
      onChange={(next) => onChange({ articles: next.length > 0 ? next : undefined })}
    />
  )
}

export function TypeMacros({ type, onChange }: Props) {
  useEffect(() => {
    if (!macros.peek()) void readMacros()
  }, [])
  const shared = macrosByName.value.filter(({ isOwn }) => !isOwn).map(({ name }) => name)
  const known = (name: string) => shared.find((one) => isSame(one, name))
  return (
    <NamedList
      label={words.findMacro}
      hint={words.macroHint}
      values={type.macros ?? []}
      most={TYPE_MACROS}
      isKnown={macros.value !== null}
      titleOf={(name) => known(name) ?? (macros.value ? null : undefined)}
      missing={words.macroMissing}
      find={async (query) =>
        shared
          .filter((name) => fits(name, query))
          .slice(0, SHOWN)
          .map(asFound)
      }
      onChange={(next) => onChange({ macros: next.length > 0 ? next : undefined })}
    />
  )
}

/** Asked once for each article; null where everybody is told that it is not there. */
export function useTitles(slugs: readonly string[]): Titles {
  const [titles, setTitles] = useState<Titles>(new Map())
  const asked = slugs.filter((slug) => !titles.has(slug)).join('/')
  useEffect(() => {
    if (!asked) return
    void Promise.all(
      asked.split('/').map(async (slug) => [slug, (await readArticle(slug))?.title ?? null] as const),
    ).then((told) => setTitles((known) => new Map([...known, ...told])))
  }, [asked])
  return titles
}

/** By their sections: an article is offered once. */
async function findArticles(query: string): Promise<Found[]> {
  const sections = await findSections(query)
  return [...new Map(sections.map(({ slug, title }) => [slug, { value: slug, title }])).values()]
}

const isSame = (one: string, other: string) => one.toLocaleLowerCase() === other.toLocaleLowerCase()
const fits = (name: string, query: string) =>
  query
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => name.toLocaleLowerCase().includes(word))
const asFound = (name: string): Found => ({ value: name, title: name })
