// What lies in deploy/ is what an operator copies: the image's files are put together as its Dockerfile says and run as it
// runs them, by who it is run by; and all examples speak of settings, names and paths that there are.

import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmod, chown, cp, mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { constants, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import {
  ATTACHMENT_PIECE_BYTES,
  BODY_MAX_BYTES,
  LOGO_MAX_BYTES,
  PICTURE_MAX_BYTES,
} from '../../protocol/limits.ts'
import { readConfig } from '../../server/config.ts'
import { Settings } from '../../server/environment.ts'
import { maya, post, sessionOf } from '../stage/cast.ts'
import { freePort, HOST_API_KEY, IDENTITY_SECRET } from '../stage/world.ts'

/** DRAIN_WITHIN_MS of server/main.ts. */
const DRAINS_S = 10
/** The account `node` of the image. */
const NODE = { uid: 1000, gid: 1000 }

const read = (file: string) => readFile(join('deploy', file), 'utf8')

describe('the image', () => {
  let folder: string
  let server: ChildProcess | undefined
  let environment: Record<string, string>
  let lines: string[]
  const who =
    process.getuid?.() === 0 && spawnSync(process.execPath, ['-e', ''], NODE).status === 0 ? NODE : {}
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'helpdock-image-'))
    await chmod(folder, 0o755)
    // Of its last stage.
    const [last = ''] = (await read('Dockerfile'))
      .replace(/\\\n */g, '')
      .split(/^FROM /m)
      .slice(-1)
    lines = last.split('\n')
    for (const line of lines) {
      const [, from = '', to = ''] = /^COPY (?:--from=build \/build\/)?(\S+) (\S+)$/.exec(line) ?? []
      if (!from) continue
      const target = join(folder, 'app', to === './' ? from : to)
      await mkdir(dirname(target), { recursive: true })
      await cp(from, target, { recursive: true, filter: (path) => !/\/server\/.*\.map$/.test(path) })
    }
    await mkdir(join(folder, 'data'))
    if ('uid' in who) await chown(join(folder, 'data'), NODE.uid, NODE.gid)
    const set = lines.find((line) => line.startsWith('ENV ')) ?? ''
    environment = {
      PATH: process.env.PATH ?? '',
      ...Object.fromEntries([...set.matchAll(/(\w+)=(\S+)/g)].map(([, name, value]) => [name, value])),
      IDENTITY_SECRET,
      PORT: String(await freePort()),
    }
    for (const [name, value] of Object.entries(environment))
      if (/^\/(app|data)/.test(value)) environment[name] = join(folder, value)
  })
  afterAll(async () => {
    server?.kill('SIGKILL')
    await rm(folder, { recursive: true, force: true })
  })

  const commandOf = (instruction: 'HEALTHCHECK' | 'CMD'): string[] =>
    JSON.parse(lines.find((line) => line.startsWith(`${instruction} `))?.replace(/^[^[]*/, '') ?? '[]')
  const run = ([program = '', ...args]: string[]) =>
    [
      program === 'node' ? process.execPath : program,
      args,
      { cwd: join(folder, 'app'), env: environment, ...who },
    ] as const
  const isHealthy = () =>
    new Promise<boolean>((resolve) => {
      execFile(...run(commandOf('HEALTHCHECK')), (error) => resolve(!error))
    })
  const written = async () => {
    const names = await readdir(join(folder, 'app'), { recursive: true })
    return Promise.all(
      names.sort().map(async (name) => `${name} ${(await stat(join(folder, 'app', name))).mtimeMs}`),
    )
  }

  test('is built from everything that the programs are made of', async () => {
    const [build = ''] = (await read('Dockerfile')).split(/^FROM node:24-bookworm-slim$/m)
    const copied = new Set(
      [...build.matchAll(/^COPY (.*) \S+$/gm)].flatMap(([, names = '']) => names.split(' ')),
    )
    const { outputs } = JSON.parse(await readFile('dist/metafile.json', 'utf8'))
    const { sources } = JSON.parse(await readFile('dist/server/cli.js.map', 'utf8'))
    const used = new Set<string>(
      [
        ...Object.values<{ inputs: object }>(outputs).flatMap(({ inputs }) => Object.keys(inputs)),
        ...(sources as string[]).map((source) => source.replace(/^(\.\.\/)+/, '')),
      ].flatMap((source) => /^(\w+)\//.exec(source)?.[1] ?? []),
    )
    expect(used, 'the premise').toContain('widget')
    expect([...used].filter((name) => name !== 'node_modules' && !copied.has(name))).toEqual([])
    const ignored = (await read('Dockerfile.dockerignore')).split('\n')
    expect([...copied, 'articles'].filter((name) => ignored.includes(name))).toEqual([])
  })

  test('runs as nobody in particular, writes nothing but its data, looks at an image, says how it is, and ends when told to', async () => {
    expect(lines).toContain('USER node')
    expect(lines).toContain('STOPSIGNAL SIGTERM')
    const before = await written()
    expect(await isHealthy(), 'nobody answers yet').toBe(false)
    const child = spawn(...run(commandOf('CMD')))
    server = child
    let said = ''
    await new Promise<void>((resolve, reject) => {
      const hear = (data: Buffer) => {
        said += data
        if (said.includes('Helpdock is ready')) resolve()
      }
      child.stdout?.on('data', hear)
      child.stderr?.on('data', hear)
      child.once('exit', (code) => reject(new Error(`It ended with ${code}:\n${said}`)))
    })
    expect(await isHealthy()).toBe(true)
    expect(environment, 'the premise').not.toHaveProperty('PUBLIC_URL')
    expect(said).toMatch(
      /^ {2}Set PUBLIC_URL: nobody elsewhere can open http:\/\/0\.0\.0\.0:\d+, to which mails link\.$/m,
    )

    // What has native parts is there.
    const url = `http://127.0.0.1:${environment.PORT}`
    const authorization = `Bearer ${await sessionOf(url, maya)}`
    const shot = await sharp({ create: { width: 3, height: 2, channels: 3, background: '#35a' } })
      .png()
      .toBuffer()
    const { body } = await post(
      url,
      '/api/attachments',
      { name: 'shot.png', size: shot.length },
      { authorization },
    )
    const sent = await fetch(`${url}/api/attachments/${body.id}?from=0`, {
      method: 'PUT',
      headers: { authorization, 'content-type': 'application/octet-stream' },
      body: shot,
    })
    expect((await sent.json()).attachment).toMatchObject({ type: 'image/png', width: 3, height: 2 })

    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    expect((await ended)[0], said).toBe(0)
    expect(await written()).toEqual(before)
  })

  test('ends when told to at the very moment at which it is ready', async () => {
    const atOnce = `const { write } = process.stdout
      process.stdout.write = function (text, ...more) {
        if (String(text).includes('Helpdock is ready')) process.kill(process.pid, 'SIGTERM')
        return write.call(this, text, ...more)
      }`
    environment.NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(atOnce)}`
    const child = spawn(...run(commandOf('CMD')))
    server = child
    delete environment.NODE_OPTIONS
    let said = ''
    child.stdout?.on('data', (data) => {
      said += data
    })
    expect((await once(child, 'exit'))[0]).toBe(0)
    expect(said, 'the premise').toContain('Helpdock is ready')
  })

  test('ends when told to while it waits for its database', async () => {
    const silent = createServer().listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const { port } = silent.address() as AddressInfo
    environment.DATABASE_URL = `postgres://helpdock@127.0.0.1:${port}/helpdock`
    const child = spawn(...run(commandOf('CMD')))
    server = child
    const [socket] = await once(silent, 'connection')
    child.kill('SIGTERM')
    // By itself, not by the system: that ends no process which is the first of its container.
    expect(await once(child, 'exit')).toEqual([128 + constants.signals.SIGTERM, null])
    socket.destroy()
    silent.close()
  })
})

describe('the examples', () => {
  const settings = new Set(Object.keys(Settings.properties))
  /** As compose does, with a value for what must be set. */
  const filledIn = (value: string) =>
    value.replace(/\$\{(\w+)(?::[-?]([^}]*))?\}/g, (_, name, otherwise) =>
      name === 'IDENTITY_SECRET' ? IDENTITY_SECRET : name === 'POSTGRES_PASSWORD' ? 'secret' : otherwise,
    )
  const isTaken = (environment: Record<string, string>) => {
    expect(Object.keys(environment).filter((name) => !settings.has(name))).toEqual([])
    expect(readConfig(environment)).toMatchObject({ databaseUrl: expect.stringMatching(/^postgres:/) })
    expect(environment, 'who sends mail is its sender').toHaveProperty('SMTP_URL')
    expect(environment).toHaveProperty('MAIL_FROM')
  }

  test('of compose: settings that there are, copies that nginx knows, read-only and without rights', async () => {
    const { services } = parse(await read('compose.yaml'), { merge: true })
    const copies = Object.keys(services).filter((name) => name.startsWith('helpdock-'))
    const named = [...(await read('nginx.conf')).matchAll(/server (helpdock-\d):3000/g)].map(
      ([, name]) => name,
    )
    expect(copies).toEqual(named)
    const addressOf = (name: string) => services[name].networks.default.ipv4_address
    const all = Object.keys(services)
    expect(new Set(all.map(addressOf)).size, 'each keeps its own').toBe(all.length)
    for (const copy of copies) {
      const { environment, ...rest } = services[copy]
      expect(environment.TRUSTED_PROXIES).toBe(addressOf('nginx'))
      isTaken(
        Object.fromEntries(
          Object.entries<string>(environment).map(([name, value]) => [name, filledIn(value)]),
        ),
      )
      expect(rest).toMatchObject({ read_only: true, cap_drop: ['ALL'], tmpfs: ['/tmp'] })
      expect(Number.parseInt(rest.stop_grace_period, 10)).toBeGreaterThan(DRAINS_S)
    }
  })

  test('of Kubernetes: settings that there are, read-only and not root, with time to drain', async () => {
    const documents = parseAllDocuments(await read('kubernetes.yaml')).map((document) => document.toJS())
    const of = (kind: string) => documents.find((document) => document.kind === kind)
    const { spec } = of('Deployment').spec.template
    const [container] = spec.containers
    const env = container.env.map(({ name, value }: { name: string; value: string }) => [name, value])
    const asItStands = { ...of('Secret').stringData, ...Object.fromEntries(env) }
    expect(() => readConfig(asItStands), 'keys that everybody can read here').toThrow(
      /IDENTITY_SECRET must .*\n.*HOST_API_KEY must /,
    )
    isTaken({ ...asItStands, IDENTITY_SECRET, HOST_API_KEY })
    expect(spec.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: NODE.uid })
    expect(container.securityContext).toMatchObject({
      readOnlyRootFilesystem: true,
      allowPrivilegeEscalation: false,
    })
    const [, alertBytes] = /process_resident_memory_bytes\{.*\} > (\S+)/.exec(await read('alerts.yaml')) ?? []
    const limitGi = Number.parseInt(container.resources.limits.memory, 10)
    expect(limitGi * 2 ** 30, 'the alert comes before the end').toBeGreaterThan(Number(alertBytes))
    const preStop = Number(container.lifecycle.preStop.exec.command[1])
    expect(spec.terminationGracePeriodSeconds).toBeGreaterThan(preStop + DRAINS_S)
    expect(container.readinessProbe.httpGet.path).toBe('/readyz')
    expect(container.livenessProbe.httpGet.path).toBe('/healthz')
    // A start may bring a large database along first; then nothing may end it.
    const { periodSeconds, failureThreshold } = container.startupProbe
    expect(periodSeconds * failureThreshold).toBeGreaterThanOrEqual(3_600)
  })

  test('of Prometheus: each copy by itself, under the name that alerts and dashboard ask for', async () => {
    const { rule_files, scrape_configs } = parse(await read('prometheus.yaml'))
    for (const file of rule_files) expect((await stat(join('deploy', file))).isFile()).toBe(true)
    const [{ job_name, static_configs }] = scrape_configs
    for (const file of ['alerts.yaml', 'grafana.json'])
      expect(await read(file)).toContain(
        `job="${job_name}"`.replaceAll('"', file.endsWith('json') ? '\\"' : '"'),
      )
    const copies = [...(await read('nginx.conf')).matchAll(/server (helpdock-\d:3000)/g)].map(([, at]) => at)
    expect(static_configs[0].targets).toEqual(copies)
  })

  test.each([
    ['nginx.conf', /client_max_body_size (\d+)m;/],
    ['kubernetes.yaml', /proxy-body-size: (\d+)m$/m],
  ])('of %s: whatever the server takes comes through', async (file, limit) => {
    const [, megabytes] = limit.exec(await read(file)) ?? []
    const largest = Math.max(BODY_MAX_BYTES, ATTACHMENT_PIECE_BYTES, PICTURE_MAX_BYTES, LOGO_MAX_BYTES)
    expect(Number(megabytes) * 2 ** 20).toBeGreaterThan(largest)
  })

  test('of systemd: a program that there is, and time to drain', async () => {
    const unit = await read('helpdock.service')
    const value = (name: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(unit)?.[1] ?? ''
    const [program = '', file = '', command] = value('ExecStart').split(' ')
    expect(program).toBe('/usr/bin/node')
    expect((await stat(file)).isFile()).toBe(true)
    expect(command).toBe('serve')
    expect(value('DynamicUser')).toBe('yes')
    // Without it Node cannot listen on all addresses: it asks which there are.
    expect(value('RestrictAddressFamilies')).toContain('AF_NETLINK')
    expect(value('Environment')).toBe(`DATA_DIR=/var/lib/${value('StateDirectory')}`)
    expect(Number(value('TimeoutStopSec'))).toBeGreaterThan(DRAINS_S)
  })
})
