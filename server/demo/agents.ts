// The agents of the demo. Their passwords are printed at start; a real desk adds its own with `helpdock agents add`.

import type { Role } from '../../protocol/entities.ts'

/** Everybody may read these passwords: what a slow hash costs each log-in would guard nothing. Some 40 ms on one core. */
export const DEMO_PASSWORD_COST = { N: 2 ** 14, r: 8, p: 1 }

export const demoAgents: { name: string; email: string; password: string; roles: Role[] }[] = [
  {
    name: 'Omar Haddad',
    email: 'omar@wardway.example',
    password: 'omar-answers',
    roles: ['agent', 'editor'],
  },
  {
    name: 'Ines Moreau',
    email: 'ines@wardway.example',
    password: 'ines-decides',
    roles: ['agent', 'editor', 'admin'],
  },
]
