// A picture, or some letters, that stand for a word: it is read aloud in place of them and is their title. One box for all of
// that, not one hidden beside another: a list draws hundreds.

import type { ComponentChildren } from 'preact'

export function Sign(props: { word: string; class?: string; children?: ComponentChildren }) {
  return (
    <span class={props.class} role="img" aria-label={props.word} title={props.word}>
      {props.children}
    </span>
  )
}
