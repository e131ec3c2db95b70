// Two agents answering the same question, or an answer to yesterday's: asked before it goes out. Partner: composer.tsx.

import { useEffect, useRef } from 'preact/hooks'
import type { Message } from '../../../protocol/entities.ts'
import { Button } from '../../../ui/controls.tsx'
import { AlertIcon } from '../../../ui/icons.tsx'
import { clockTime } from '../../../ui/time.ts'
import { strings } from '../../strings.ts'

const words = strings.composer

export function Stop(props: { newer: Message[]; onSend: () => void; onKeep: () => void }) {
  const first = useRef<HTMLDivElement>(null)
  useEffect(() => {
    first.current?.querySelector('button')?.focus()
  }, [])
  const names = [...new Set(props.newer.map(({ author }) => author.name))].join(', ')
  return (
    <div class="stop" role="alertdialog" aria-labelledby="stop-title" aria-describedby="stop-text">
      <p id="stop-title">
        <AlertIcon />
        <strong>{words.stopTitle(names)}</strong>
      </p>
      <div id="stop-text">
        <div class="stop-newer">
          {props.newer.map((message) => (
            <blockquote key={message.id} dir="auto">
              <span>
                {message.author.name} · {clockTime(message.createdAt)}
              </span>
              {message.text}
            </blockquote>
          ))}
        </div>
        <p>{words.stopText}</p>
      </div>
      <div class="stop-actions" ref={first}>
        <Button size="s" look="primary" onClick={props.onKeep}>
          {words.keepWriting}
        </Button>
        <Button size="s" onClick={props.onSend}>
          {words.sendAnyway}
        </Button>
      </div>
    </div>
  )
}
