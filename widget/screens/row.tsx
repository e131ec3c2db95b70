// One line of a list that leads somewhere: icon, title, a second line, something at the end.

import type { ComponentChildren } from 'preact'
import type { ArticleSummary } from '../../protocol/entities.ts'
import { ArticleIcon, ForwardIcon } from '../../ui/icons.tsx'
import { go } from '../navigation.ts'

export function Row(props: {
  icon?: ComponentChildren
  title: ComponentChildren
  text?: ComponentChildren
  aside?: ComponentChildren
  isNew?: boolean
  onClick: () => void
}) {
  return (
    <button type="button" class={`row${props.isNew ? ' row-new' : ''}`} onClick={props.onClick}>
      {props.icon}
      <span class="row-words">
        <strong>{props.title}</strong>
        {props.text && <span>{props.text}</span>}
      </span>
      <span class="row-aside">{props.aside}</span>
      <ForwardIcon size={16} />
    </button>
  )
}

export function ArticleRows({ articles }: { articles: ArticleSummary[] }) {
  return (
    <div class="rows">
      {articles.map(({ slug, title, description }) => (
        <Row
          key={slug}
          icon={<ArticleIcon />}
          title={title}
          text={description}
          onClick={() => go({ name: 'article', slug })}
        />
      ))}
    </div>
  )
}
