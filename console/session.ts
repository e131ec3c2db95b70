// Whose session the cookie is, and its end. Partners: desk.ts; logging-in.ts, how one begins.

import type { Agent } from '../protocol/entities.ts'
import type { LoginAnswer } from '../protocol/http.ts'

/** Whoever the cookie stands for; null for nobody. @throws when the server cannot be asked. */
export async function whoAmI(): Promise<Agent | null> {
  const response = await fetch('/api/console/me')
  if (response.status === 401) return null
  if (!response.ok) throw new Error(`GET /api/console/me answered ${response.status}.`)
  return ((await response.json()) as LoginAnswer).agent
}

/** @throws when the server could not be reached: the cookie still holds then, and the agent must know. */
export async function logOut(): Promise<void> {
  const response = await fetch('/api/console/sessions/current', { method: 'DELETE' })
  if (!response.ok && response.status !== 401) throw new Error(`Logging out answered ${response.status}.`)
}
