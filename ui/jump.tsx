// The way to the newest message, for who reads elsewhere; with the number of those that are new to them. Its look is
// long-thread.css.

import { Button, IconButton } from './controls.tsx'
import { ArrowDownIcon } from './icons.tsx'

export function Jump(props: {
  news: number
  words: { newBelow: (news: number) => string; toNewest: string }
  onJump: () => void
}) {
  const { news, words, onJump } = props
  return (
    <div class="hd-jump">
      {news > 0 ? (
        <Button size="s" look="primary" icon={<ArrowDownIcon size={16} />} onClick={onJump}>
          {words.newBelow(news)}
        </Button>
      ) : (
        <IconButton label={words.toNewest} look="secondary" onClick={onJump}>
          <ArrowDownIcon />
        </IconButton>
      )}
    </div>
  )
}
