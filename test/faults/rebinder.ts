// A process with a network and a resolver of its own, in which names change whom they name: started by test/webhooks/rebinding.test.ts in namespaces
// where 93.184.216.34, an address of the public's, is this machine. Says one line of JSON for each name.

import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { postSigned } from '../../server/webhooks/post.ts'

const PUBLIC = '93.184.216.34'
const TYPES = { 1: 'A', 5: 'CNAME', 28: 'AAAA' } as const
type Answer = [type: 'A' | 'AAAA' | 'CNAME', value: string, owner?: string]

/** By name and type; `asked` counts the questions of this kind before. */
const ZONE: Record<string, (type: string, asked: number) => Answer[]> = {
  'public.example': (type) => (type === 'A' ? [['A', PUBLIC]] : []),
  'flips.example': (type, asked) => (type === 'A' ? [['A', asked === 0 ? PUBLIC : '127.0.0.1']] : []),
  'both.example': (type) =>
    type === 'A'
      ? [
          ['A', PUBLIC],
          ['A', '127.0.0.1'],
        ]
      : [],
  'one-of-each.example': (type) => (type === 'A' ? [['A', PUBLIC]] : [['AAAA', '::1']]),
  'chain-in.example': (type) => [
    ['CNAME', 'link.example'],
    ['CNAME', 'end.example', 'link.example'],
    ...(type === 'A' ? [['A', '127.0.0.1', 'end.example'] as Answer] : []),
  ],
  'chain-out.example': (type) => [
    ['CNAME', 'end.example'],
    ...(type === 'A' ? [['A', PUBLIC, 'end.example'] as Answer] : []),
  ],
  'mapped.example': (type) => (type === 'AAAA' ? [['AAAA', '::ffff:7f00:1']] : []),
  'translated.example': (type) => (type === 'AAAA' ? [['AAAA', '64:ff9b::7f00:1']] : []),
  'metadata.example': (type) => (type === 'A' ? [['A', '169.254.169.254']] : []),
  'points.example': (type) => (type === 'A' ? [['A', PUBLIC]] : []),
}

const dns = createSocket('udp4')
const asked = new Map<string, number>()
dns.on('message', (query, { port, address }) => {
  let end = 12
  const labels: string[] = []
  for (let length = query[end] ?? 0; length > 0; length = query[end] ?? 0) {
    labels.push(query.toString('latin1', end + 1, end + 1 + length))
    end += 1 + length
  }
  const name = labels.join('.').toLowerCase()
  const type = TYPES[query.readUInt16BE(end + 1) as keyof typeof TYPES] ?? ''
  const question = query.subarray(12, end + 5)
  const before = asked.get(`${name} ${type}`) ?? 0
  asked.set(`${name} ${type}`, before + 1)
  const answers = ZONE[name]?.(type, before) ?? []
  const head = Buffer.alloc(12)
  query.copy(head, 0, 0, 2)
  head.writeUInt16BE(ZONE[name] ? 0x8580 : 0x8583, 2)
  head.writeUInt16BE(1, 4)
  head.writeUInt16BE(answers.length, 6)
  dns.send(Buffer.concat([head, question, ...answers.map((answer) => record(name, answer))]), port, address)
})

function record(name: string, [type, value, owner = name]: Answer): Buffer {
  const data =
    type === 'CNAME'
      ? inWire(value)
      : type === 'A'
        ? Buffer.from(value.split('.').map(Number))
        : groupsOf(value)
  const head = Buffer.alloc(10)
  head.writeUInt16BE(type === 'A' ? 1 : type === 'CNAME' ? 5 : 28, 0)
  head.writeUInt16BE(1, 2)
  head.writeUInt16BE(data.length, 8)
  return Buffer.concat([inWire(owner), head, data])
}

const inWire = (name: string) =>
  Buffer.concat([
    ...name.split('.').map((label) => Buffer.from(String.fromCharCode(label.length) + label)),
    Buffer.alloc(1),
  ])

function groupsOf(address: string): Buffer {
  const [front = '', back = ''] = address.split('::').map((half) => half)
  const groups = (half: string) => half.split(':').filter(Boolean)
  const missing = 8 - groups(front).length - groups(back).length
  const all = [...groups(front), ...Array<string>(missing).fill('0'), ...groups(back)]
  return Buffer.from(
    all.flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 255]),
  )
}

let reached: string[] = []
const host = createServer(({ headers }, response) => {
  if (headers.host?.startsWith('points')) response.writeHead(302, { location: 'http://127.0.0.1/' }).end()
  else response.end('{}')
})
host.on('connection', ({ localAddress = '' }) => reached.push(localAddress.replace('::ffff:', '')))

await once(dns.bind(53, '127.0.0.1'), 'listening')
await once(host.listen(80, '::'), 'listening')
for (const name of Object.keys(ZONE)) {
  const outcomes: string[] = []
  reached = []
  for (let times = 0; times < 2; times++) {
    const said = await postSigned({
      ...{
        url: `http://${name}/`,
        secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
        id: 'msg_1',
        body: '{}',
      },
      ...{ now: new Date(), timeoutMs: 30_000, allowPrivateAddresses: false },
    })
    outcomes.push(said.outcome)
  }
  console.log(JSON.stringify({ name, outcomes, reached }))
}
process.exit()
