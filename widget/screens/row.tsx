// One line of a list that leads somewhere: icon, title, a second line, something at the end.

import type { ComponentChildren } from 'preact'
import type { ArticleSummary } from '../../protocol/articles.ts'
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
    <button type="button" class="row" onClick={props.onClick}>
      {props.icon}
      <span class="row-words grow">
        <strong class={props.isNew ? 'row-new' : ''}>{props.title}</strong>
        {props.text && <small>{props.text}</small>}
      </span>
      <small class="row-aside">{props.aside}</small>
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
