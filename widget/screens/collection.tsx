// All articles of one collection.

import { state } from '../state.ts'
import * as t from '../strings/en/panel.ts'
import { Frame, Waiting } from './frame.tsx'
import { ArticleRows } from './row.tsx'
import { WriteToUs } from './write-to-us.tsx'

export function Collection({ slug }: { slug: string }) {
  const found = state.home.value?.collections.find((one) => one.slug === slug)
  return (
    <Frame title={found?.title ?? t.topics} foot={<WriteToUs />}>
      {found ? <ArticleRows articles={found.articles} /> : <Waiting />}
    </Frame>
  )
}
