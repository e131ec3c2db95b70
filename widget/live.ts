// What makes JSX in the widget: a component that reads signals while it is drawn is drawn again when one of them changes.
// Partner: signals.ts. The console has @preact/signals, which does more.

import { type ComponentType, createElement, Fragment, type FunctionComponent, type VNode } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { effect } from './signals.ts'

const living = new WeakMap<object, FunctionComponent<object>>()

export function h(type: string | ComponentType<object>, props: object | null, ...children: VNode[]): VNode {
  const drawn =
    typeof type === 'function' && type !== Fragment ? live(type as FunctionComponent<object>) : type
  return createElement(drawn as FunctionComponent<object>, props, ...children)
}

function live(component: FunctionComponent<object>): FunctionComponent<object> {
  const known = living.get(component)
  if (known) return known
  const made: FunctionComponent<object> = (props) => {
    const [, again] = useState(0)
    const stop = useRef<(() => void) | undefined>(undefined)
    useEffect(() => () => stop.current?.(), [])
    stop.current?.()
    let drawn: ReturnType<FunctionComponent<object>> = null
    let isChange = false
    stop.current = effect(() => {
      if (isChange) again((times) => times + 1)
      else drawn = component(props)
      isChange = true
    })
    return drawn
  }
  living.set(component, made)
  return made
}
