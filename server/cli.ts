// `helpdock`: what operators and editors type; each command says what it did. Partners, which add commands of their own:
// agents/commands.ts, articles/commands.ts, articles/search-commands.ts, account-merge/audit.ts.

import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { constants } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Command } from 'commander'
import { auditCommands } from './account-merge/audit.ts'
import { type Agents, agentRules } from './agents/agents.ts'
import { agentCommands } from './agents/commands.ts'
import { articleCommands } from './articles/commands.ts'
import { type ExportOptions, exportStatic } from './articles/export-command.ts'
import { searchCommands } from './articles/search-commands.ts'
import { tuneCollector } from './collector.ts'
import { makeCommit } from './commit.ts'
import { type Config, ConfigError, readConfig } from './config.ts'
import { demoAgents } from './demo/agents.ts'
import { demoLogins } from './demo/cast.ts'
import { CannotStart, Refusal } from './errors.ts'
import type { Commit } from './events.ts'
import { beginHistoryAnew } from './kept-secret.ts'
import { makeLog } from './log.ts'
import { openBus, openStore, start } from './main.ts'
import { misspelt } from './misspelt.ts'
import { realParts } from './parts.ts'
import { backUp, restore } from './store/moving/backup.ts'
import type { Store } from './store/store.ts'
import { dropDraftsOfDisabled } from './tickets/drafts.ts'

const AFTER_A_MOVE =
  'Everything was moved, and both sides are equal. Start the server with DATABASE_URL and the same DATA_DIR: uploaded files stay there.'

/** The demo's cooling-off: long enough to see it and to try the link that stops it. */
const DEMO_COOLING_OFF_MINUTES = '1'

try {
  if (existsSync('.env')) process.loadEnvFile('.env')
} catch {
  // It holds secrets: often another account alone may read it. Node says that it is not there.
  process.stderr.write(`${resolve('.env')} cannot be read. Let this account read it, or move it away.\n`)
  process.exit(1)
}

// Who reads only the beginning (`| head`) has closed the pipe: nothing is wrong.
process.stdout.on('error', (cause: NodeJS.ErrnoException) => {
  if (cause.code !== 'EPIPE') throw cause
  process.exit()
})

/**
 * How it answers the first signal to stop; the second ends it, unless it is process 1. Process 1 of a container is ended by no signal that it
 * does not hear: without this one that still starts, or moves data, would not stop.
 */
let end: (signal: NodeJS.Signals) => unknown = (signal) => process.exit(128 + constants.signals[signal])
// Never put in the place of another listener: a signal on its way to that one would be heard by nobody.
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => end(signal))

const program = new Command('helpdock')
  .description('A help widget, a help center and a support desk in one small service.')
  .version(HELPDOCK_VERSION)

program
  .command('serve')
  .description('Run the server. Settings come from the environment; see .env.example.')
  .option(
    '--demo',
    'add a pretend rotations portal with log-ins at /demo, two agents, and tickets on their desk',
  )
  .option('--empty-desk', 'with --demo: no ticket waits for anybody')
  .action(async ({ demo = false, emptyDesk = false }: { demo?: boolean; emptyDesk?: boolean }) => {
    tuneCollector()
    // Before the settings are judged: what is missing may be there, misspelt.
    for (const sentence of misspelt(process.env)) process.stderr.write(`${sentence}\n`)
    const config = demo ? await demoConfig() : readConfig(await withPort(process.env))
    const place = placeOf(config)
    const running = await start(config, {
      publicDir: publicDir(),
      demo,
      emptyDesk,
    })
    process.stdout.write(addresses(running.url, place, demo))
    end = () => running.stop().then(() => process.exit(0))
  })

agentCommands(program, {
  add: async (mayBeFirst, work) => {
    const config = readConfig(process.env)
    if (!mayBeFirst && !isFilled(config))
      throw new CannotStart(`${noData(config)} The first agent of a new one must be an admin.`)
    const store = await openStore(config, makeLog('warn'))
    try {
      await work(agentRules({ ...realParts(), store }))
    } finally {
      await store.close()
    }
  },
  change: changeAgents,
  say: (text) => process.stdout.write(text),
})

/** Copies of the server that run on this store close the sockets that have no rights any more. */
async function changeAgents(work: (rules: Agents, commit: Commit) => Promise<void>): Promise<void> {
  const config = readConfig(process.env)
  const log = makeLog('warn')
  const store = await openFilled(config)
  const bus = await openBus(config, store, log)
  try {
    await work(
      agentRules({ ...realParts(), store }),
      makeCommit({ store, bus, reactions: [dropDraftsOfDisabled], wake: () => {} }),
    )
  } finally {
    await bus.close()
    await store.close()
  }
}

/** Only `serve` and the first admin may begin a new folder. For every other command a folder without data is the wrong one. */
async function openFilled(config: Config): Promise<Store> {
  if (isFilled(config)) return openStore(config, makeLog('warn'))
  throw new CannotStart(noData(config))
}

const isFilled = ({ databaseUrl, dataDir }: Config) => databaseUrl !== null || hasData(dataDir)

const hasData = (dataDir: string) =>
  ['meta.json', 'meta.copy.json'].some((name) => existsSync(join(dataDir, name)))

const noData = ({ dataDir }: Config) => `${noDataIn(dataDir)}, or DATABASE_URL to its database.`

const noDataIn = (dataDir: string) =>
  `There is no data of Helpdock in ${resolve(dataDir)}. Set DATA_DIR to the folder that the server uses`

articleCommands(program, {
  articlesDir: () => readConfig(process.env).articlesDir,
  openStore: () => openFilled(readConfig(process.env)),
  say: (text) => process.stdout.write(text),
  fail: () => {
    process.exitCode = 1
  },
})

auditCommands(program, {
  openStore: () => openFilled(readConfig(process.env)),
  readText: (path) => readFile(path, 'utf8'),
  say: (text) => process.stdout.write(text),
  fail: () => {
    process.exitCode = 1
  },
})

searchCommands(program, {
  articlesDir: () => readConfig(process.env).articlesDir,
  log: makeLog('error'),
  say: (text) => process.stdout.write(text),
})

program
  .command('export')
  .description('Write the help center as plain files for any static host.')
  .requiredOption('--static <folder>', 'where to write; must be empty or missing')
  .option('--base <path>', 'the path under which it will be served; without it links are relative')
  .option('--widget <url>', 'the URL of a running Helpdock whose chat the pages offer')
  .option('--force', 'write into a folder that is not empty')
  .action(async (options: ExportOptions) => {
    const { articlesDir, publicUrl, logLevel } = readConfig({ LOG_LEVEL: 'warn', ...process.env })
    const log = makeLog(logLevel)
    process.stdout.write(await exportStatic(options, { articlesDir, publicUrl, publicDir: publicDir(), log }))
  })

program
  .command('migrate')
  .description('Move everything to another store.')
  .command('embedded-to-postgres')
  .description(
    'Move DATA_DIR into the empty database at DATABASE_URL. Stop the server first; the folder is only read.',
  )
  .option('--dry-run', 'count what would be moved, change nothing')
  .option('--begin-again', 'empty the database and move everything again')
  .action(async ({ dryRun = false, beginAgain = false }: { dryRun?: boolean; beginAgain?: boolean }) => {
    const { dataDir, databaseUrl } = readConfig(process.env)
    if (!databaseUrl) throw new ConfigError('Set DATABASE_URL to the database to move into.')
    // Nothing at all would be moved, verified, and be in the way of the move that was meant.
    if (!hasData(dataDir)) throw new CannotStart(`${noDataIn(dataDir)}.`)
    const say = (line: string) => process.stdout.write(`${line}\n`)
    const dir = resolve(dataDir)
    const options = {
      dir,
      url: databaseUrl,
      log: makeLog('warn'),
      say,
      isDryRun: dryRun,
      beginsAgain: beginAgain,
    }
    const { moveToPostgres } = await import('./store/moving/to-postgres.ts')
    const different = await moveToPostgres(options)
    for (const { name, kept, moved } of different)
      say(`${name}: ${kept} in the folder, ${moved} in the database, or the contents differ.`)
    if (different.length > 0) {
      say('The two sides differ. The folder is unchanged; try again with --begin-again.')
      process.exitCode = 1
    } else if (!dryRun) say(AFTER_A_MOVE)
  })

program
  .command('backup')
  .description('Copy the embedded store and its files into an empty folder; the server may be running.')
  .argument('<folder>')
  .action(async (folder: string) => {
    const config = embedded('backup', 'pg_dump, and a copy of DATA_DIR/attachments or of the bucket')
    if (!hasData(config.dataDir)) throw new CannotStart(`${noDataIn(config.dataDir)}.`)
    const { files, bytes, again } = await backUp(config.dataDir, folder, makeLog('warn'))
    const times = again > 0 ? ` It started over ${again} times because the server wrote meanwhile.` : ''
    process.stdout.write(
      `Copied ${files} files, ${bytes} bytes, to ${folder}; a server can start from it.${times}\n`,
    )
  })

program
  .command('restore')
  .description('Put a backup into DATA_DIR, which must be empty or missing.')
  .argument('<folder>')
  .action(async (folder: string) => {
    const config = embedded('restore', 'pg_restore')
    const { files, bytes } = await restore(folder, config.dataDir, makeLog('warn'))
    process.stdout.write(`Restored ${files} files, ${bytes} bytes, to ${config.dataDir}. Start the server.\n`)
  })

program
  .command('restored')
  .description(
    'Say that the data were put back to an earlier state in another way: pages that are open then read all anew. Stop the server first.',
  )
  .action(async () => {
    const store = await openFilled(readConfig(process.env))
    await beginHistoryAnew(store).finally(() => store.close())
    process.stdout.write(
      'Pages that come back will read everything anew. Start the server, all copies of it.\n',
    )
  })

function embedded(command: string, instead: string): Config {
  const config = readConfig(process.env)
  if (!config.databaseUrl) return config
  throw new ConfigError(
    `DATABASE_URL is set, and ${command} is for the embedded store. Use ${instead} instead.`,
  )
}

/** What the environment leaves open is made up for the demo, anew at each start. */
async function demoConfig(): Promise<Config> {
  // What is left empty, as in .env.example, is left open.
  const given = await withPort(
    Object.fromEntries(Object.entries(process.env).filter(([, value]) => value?.trim())),
  )
  const port = given.PORT ?? '3000'
  const config = readConfig({
    IDENTITY_SECRET: randomBytes(32).toString('base64url'),
    WEBHOOK_SECRET: `whsec_${randomBytes(24).toString('base64')}`,
    WEBHOOK_URL: `http://127.0.0.1:${port}/demo/webhooks`,
    HOST_API_KEY: randomBytes(24).toString('base64url'),
    MAIL_FROM: 'Wardway support <help@wardway.example>',
    MERGE_COOLING_OFF_MINUTES: DEMO_COOLING_OFF_MINUTES,
    HOST_LOOK_UPS: 'on',
    LOG_LEVEL: 'warn',
    ...given,
    PORT: port,
  })
  return given.HOST_URL ? config : { ...config, hostUrl: `${config.publicUrl}/demo` }
}

const publicDir = () => fileURLToPath(new URL('../public', import.meta.url))

/** PORT=0 asks for any free port. It is chosen before the start, because the addresses that we print and mail name it. */
async function withPort(environment: NodeJS.ProcessEnv): Promise<NodeJS.ProcessEnv> {
  return environment.PORT?.trim() === '0' ? { ...environment, PORT: await freePort() } : environment
}

async function freePort(): Promise<string> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('No free port was found; set PORT.')
  return String(address.port)
}

/** Asked before the start fills it: whoever named the wrong folder reads here that it was empty. */
function placeOf(config: Config): string {
  const { dataDir, databaseUrl } = config
  if (!databaseUrl) return `${resolve(dataDir)}${isFilled(config) ? '' : ', where there was no data before'}`
  const { host, pathname } = new URL(databaseUrl)
  return `the database ${host}${pathname}; files are in ${resolve(dataDir)}`
}

function addresses(url: string, place: string, demo: boolean): string {
  const ready = `Helpdock is ready. Everything it keeps is in ${place}\n`
  // 0.0.0.0 means every address of this machine; a link in a mail needs one of them.
  const unset = url.includes('//0.0.0.0')
    ? `  Set PUBLIC_URL: nobody elsewhere can open ${url}, to which mails link.\n`
    : ''
  if (!demo) return `${ready}  help center  ${url}/help\n  console      ${url}/console\n${unset}`
  const logins = (people: { name: string; email: string; password: string }[]) =>
    people
      .map(({ name, email, password }) => `    ${name.padEnd(16)} ${email.padEnd(34)} ${password}\n`)
      .join('')
  return [
    `${ready}\n`,
    `  demo host    ${url}/demo            a pretend rotations portal; log in as a student\n`,
    logins(demoLogins),
    `  console      ${url}/console         where agents answer\n`,
    logins(demoAgents),
    `  help center  ${url}/help\n`,
    `  mailbox      ${url}/demo/mailbox    every mail that was sent\n`,
  ].join('')
}

/** Expected failures are one message, without a stack. */
program.parseAsync().catch((cause: unknown) => {
  const expected =
    cause instanceof ConfigError ||
    cause instanceof CannotStart ||
    cause instanceof Refusal ||
    (cause instanceof Error && 'code' in cause)
  process.stderr.write(`${cause instanceof Error ? (expected ? cause.message : cause.stack) : cause}\n`)
  process.exit(1)
})
