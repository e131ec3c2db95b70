// `helpdock agents …`: the first agent, and who is let in or kept out where no admin can do it in the console. Partner: agents.ts.

import { randomBytes } from 'node:crypto'
import type { Command } from 'commander'
import type { Role } from '../../protocol/entities.ts'
import { ConfigError } from '../config.ts'
import type { Commit } from '../events.ts'
import { type Agents, judgedAgent } from './agents.ts'

interface Surroundings {
  /** @param mayBeFirst in a store that need not be there yet: who comes first must let in others */
  add(mayBeFirst: boolean, work: (rules: Agents) => Promise<void>): Promise<void>
  /** In one that has agents; open consoles hear of it. */
  change(work: (rules: Agents, commit: Commit) => Promise<void>): Promise<void>
  say(text: string): void
}

export function agentCommands(program: Command, { add, change, say }: Surroundings): void {
  const agents = program.command('agents').description('The people who answer, write articles or administer.')
  agents
    .command('add')
    .description('Add an agent. With the embedded store, stop the server first.')
    .requiredOption('--name <name>')
    .requiredOption('--email <address>')
    .option('--roles <roles>', 'agent, editor, admin, separated by commas', 'agent')
    .option('--password <password>', 'default: one is generated and shown once')
    .action(async (options: { name: string; email: string; roles: string; password?: string }) => {
      const password = options.password ?? newPassword()
      const roles = [...new Set(options.roles.split(',').map((role) => asRole(role.trim())))]
      // A slip must begin no folder.
      const judged = judgedAgent({ ...options, password })
      await add(roles.includes('admin'), async (rules) => {
        const agent = await rules.add({ ...judged, roles })
        say(`Added ${agent.name} <${agent.email}> as ${agent.roles.join(', ')}.\n`)
        if (!options.password) say(`Password, shown this once: ${password}\n`)
      })
    })

  agents
    .command('disable')
    .description(
      'Take an agent’s log-in away; what they wrote stays. With the embedded store, stop the server first.',
    )
    .requiredOption('--email <address>')
    .action(({ email }: { email: string }) =>
      change(async (rules, commit) => {
        const agent = await commit((tx) => rules.disableAt(tx, email))
        say(`Disabled ${agent.name} <${agent.email}>.\n`)
      }),
    )

  agents
    .command('reset-second-factor')
    .description(
      'For somebody who lost phone and recovery codes. With the embedded store, stop the server first.',
    )
    .requiredOption('--email <address>')
    .action(({ email }: { email: string }) =>
      change(async (rules, commit) => {
        const agent = await commit((tx) => rules.resetSecondFactor(tx, email))
        say(`The password alone opens the log-in of ${agent.name} <${agent.email}> now.\n`)
      }),
    )

  agents
    .command('reset-password')
    .description('For the last admin who forgot it. With the embedded store, stop the server first.')
    .requiredOption('--email <address>')
    .action(({ email }: { email: string }) =>
      change(async (rules, commit) => {
        const password = newPassword()
        const hash = await rules.hashPassword(password)
        const agent = await commit((tx) => rules.resetPassword(tx, email, hash))
        say(`${agent.name} <${agent.email}> is logged out everywhere.\n`)
        say(`New password, shown this once: ${password}\n`)
      }),
    )
}

const newPassword = () => randomBytes(12).toString('base64url')

function asRole(text: string): Role {
  if (text === 'agent' || text === 'editor' || text === 'admin') return text
  throw new ConfigError(`There is no role “${text}”; the roles are agent, editor and admin.`)
}
