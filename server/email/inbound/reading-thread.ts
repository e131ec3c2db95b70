// The thread in which mails are read, one after another: what one of them takes of time and memory is taken from nobody, and when it does not
// end, the thread does. Built into a file of its own (build.mjs), with the packages that it alone has. Partner: reader.ts, which asks it.

import { parentPort } from 'node:worker_threads'
import { readLetter } from './letter.ts'
import type { HandedOver, Said } from './reader.ts'
import { senderProof } from './sender-proof.ts'
import { newIn } from './written.ts'

const isShown = senderProof()
const say = (said: Said) => parentPort?.postMessage(said)

say({ is: 'ready' })

parentPort?.on('message', async ({ raw: bytes, envelope, from }: HandedOver) => {
  const raw = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  try {
    const letter = await readLetter(raw, envelope)
    say({ is: 'letter', letter })
    // Nobody asks of whom the others are.
    if (!letter || letter.isAutomatic) return
    say({ is: 'proof', ...(await isShown(raw, letter.from, from)) })
    // Last, because without it nothing is lost.
    say({ is: 'new', text: newIn(letter.text) })
  } catch (cause) {
    say({ is: 'unreadable', why: cause instanceof Error ? cause.message : String(cause) })
  }
})
