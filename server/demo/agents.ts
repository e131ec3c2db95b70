// The agents of the demo. Their passwords are printed at start; a real desk adds its own with `helpdock agents add`.

import type { Role } from '../../protocol/entities.ts'

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
