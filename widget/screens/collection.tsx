// All articles of one collection.

import { Blank } from '../../ui/controls.tsx'
import { BookIcon } from '../../ui/icons.tsx'
import { state } from '../state.ts'
import * as t from '../strings/en.ts'
import { Frame } from './frame.tsx'
import { ArticleRows } from './row.tsx'
import { WriteToUs } from './write-to-us.tsx'

export function Collection({ slug }: { slug: string }) {
  const home = state.home.value
  const found = home && home !== 'failed' ? home.collections.find((one) => one.slug === slug) : undefined
  return (
    <Frame title={found?.title ?? t.topics} foot={<WriteToUs />}>
      {found ? (
        <ArticleRows articles={found.articles} />
      ) : (
        <Blank icon={<BookIcon />} title={t.articleGone}>
          {t.articleGoneHint}
        </Blank>
      )}
    </Frame>
  )
}
