// The name with its sign: two speech corners that dock.

import { strings } from '../../strings.ts'

export function Wordmark() {
  return (
    <span class="wordmark">
      <svg width="24" height="24" viewBox="0 0 24 24" fill="none" aria-hidden="true">
        <rect width="24" height="24" rx="7" fill="var(--hd-accent)" />
        <path
          d="M7.5 6.75v10.5M7.5 12h9m0-5.25v7.5l3 3"
          stroke="var(--hd-on-accent)"
          stroke-width="2"
          stroke-linecap="round"
          stroke-linejoin="round"
        />
      </svg>
      <span>{strings.name}</span>
    </span>
  )
}
