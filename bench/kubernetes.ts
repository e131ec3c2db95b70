// Does deploy/kubernetes.yaml hold what it says, where kubectl has a cluster to play in? It is applied to a namespace of its own,
// beside a PostgreSQL and a Redis, and students and an agent write through its Service while pods are replaced, deleted and killed.
// Writes no results. Partner: image.ts, which does the same with compose.

import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { demoAgents } from '../server/demo/agents.ts'
import { crowd, inWords, NOTHING_WRONG } from '../test/faults/storm.ts'
import { HOST_API_KEY, IDENTITY_SECRET } from '../test/stage/world.ts'

const NAMESPACE = 'helpdock-trial'
const STUDENTS = 4
/** What each student writes again and again while a thing happens. */
const EACH = 2
/** As fast as a person may write for long. */
const BETWEEN_WRITES_MS = 2_000
/** A first start makes the tables; images are pulled before. */
const READY_WITHIN = '--timeout=300s'

/** @param image that the cluster can pull, or has
 * @param url where the Service is reached; by itself at its cluster address, as from a node */
export async function bench([image = 'helpdock:latest', url]: string[]): Promise<void> {
  const kubectl = async (words: string[], input = '') => {
    const running = promisify(execFile)('kubectl', ['-n', NAMESPACE, ...words], { maxBuffer: 2 ** 26 })
    running.child.stdin?.end(input)
    return (await running).stdout.trim()
  }
  const rolledOut = () => kubectl(['rollout', 'status', 'deploy/helpdock', READY_WITHIN])
  const backends = () =>
    kubectl(['apply', '-f', '-'], [...backend('postgres'), ...backend('redis')].join('\n---\n'))
  const onePod = async () =>
    (await kubectl(['get', 'pods', '-l', 'app=helpdock', '-o', 'name'])).split('\n')[0] ?? ''
  const happens: Record<string, () => Promise<unknown>> = {
    nothing: async () => {},
    'each pod is replaced': async () => {
      await kubectl(['rollout', 'restart', 'deploy/helpdock'])
      await rolledOut()
    },
    'a pod is killed': async () => {
      await kubectl(['delete', '--force', '--grace-period=0', await onePod()])
      await rolledOut()
    },
    'Redis is killed': async () => {
      await kubectl(['delete', '--force', '--grace-period=0', 'pod/redis'])
      await backends()
      await kubectl(['wait', '--for=condition=Ready', 'pod/redis', READY_WITHIN])
    },
  }

  await kubectl(['create', 'namespace', NAMESPACE])
  try {
    await backends()
    await kubectl(['wait', '--for=condition=Ready', 'pod/postgres', 'pod/redis', READY_WITHIN])
    await kubectl(['apply', '--server-side', '--validate=strict', '-f', '-'], await example(image))
    await rolledOut()
    for (const { name, email, password, roles } of demoAgents) {
      const command = ['node', 'dist/server/cli.js', 'agents', 'add', '--name', name, '--email', email]
      await kubectl([
        'exec',
        'deploy/helpdock',
        '--',
        ...command,
        '--password',
        password,
        '--roles',
        roles.join(),
      ])
    }
    console.log(`runs as ${await kubectl(['exec', 'deploy/helpdock', '--', 'id'])}`)
    const at =
      url ?? `http://${await kubectl(['get', 'service/helpdock', '-o', 'jsonpath={.spec.clusterIP}'])}`

    const wrong: string[] = []
    for (const [what, happen] of Object.entries(happens)) {
      const people = await crowd(at, at, STUDENTS)
      people.write(EACH)
      await people.whenAcknowledged(1)
      const writing = setInterval(() => people.write(EACH), BETWEEN_WRITES_MS)
      await happen().finally(() => clearInterval(writing))
      await people.settled()
      const verdict = await people.verdict()
      people.leaves()
      console.log(`${what}: ${inWords(1, verdict)}`)
      const { acknowledged, ...faults } = verdict
      if (JSON.stringify(faults) !== JSON.stringify(NOTHING_WRONG))
        wrong.push(`${what}: ${JSON.stringify(verdict)}`)
    }
    if (wrong.length > 0) throw new Error(`The promise was broken.\n${wrong.join('\n')}`)
  } finally {
    await kubectl(['delete', 'namespace', NAMESPACE])
  }
}

/** As an operator fills it in; without what is not there: a mail server and a bucket. */
async function example(image: string): Promise<string> {
  return (await readFile('deploy/kubernetes.yaml', 'utf8'))
    .replace(/IDENTITY_SECRET: .*/, `IDENTITY_SECRET: ${IDENTITY_SECRET}`)
    .replace(/HOST_API_KEY: .*/, `HOST_API_KEY: ${HOST_API_KEY}`)
    .replace(/^ {2}(SMTP_URL|ATTACHMENTS_BUCKET).*\n/gm, '')
    .replace(/image: .*/, `image: ${image}\n          imagePullPolicy: IfNotPresent`)
}

/** A pod and its Service, with the password of the example. */
function backend(name: 'postgres' | 'redis'): string[] {
  const [port, container] =
    name === 'postgres'
      ? [
          5432,
          {
            image: 'postgres:16-alpine',
            env: env({ POSTGRES_USER: 'helpdock', POSTGRES_PASSWORD: 'change-me' }),
          },
        ]
      : [
          6379,
          { image: 'redis:7-alpine', args: ['redis-server', '--save', '', '--requirepass', 'change-me'] },
        ]
  const labels = { app: name }
  const containers = [{ name, imagePullPolicy: 'IfNotPresent', ...container }]
  return [
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, labels },
      spec: { automountServiceAccountToken: false, containers },
    },
    { apiVersion: 'v1', kind: 'Service', metadata: { name }, spec: { selector: labels, ports: [{ port }] } },
  ].map((it) => JSON.stringify(it))
}

function env(values: Record<string, string>): { name: string; value: string }[] {
  return Object.entries(values).map(([name, value]) => ({ name, value }))
}
