// Addresses and ids break where people read a break, never in the middle of a word, and copy as they are.

import { Fragment } from 'preact'

export function Breakable({ text }: { text: string }) {
  return (
    <>
      {text.split(/(?=[@])|(?<=[._/-])(?=\S{4})/).map((part, index) => (
        // A text's parts have no other names than their places.
        <Fragment key={index}>
          {index > 0 && <wbr />}
          {part}
        </Fragment>
      ))}
    </>
  )
}
