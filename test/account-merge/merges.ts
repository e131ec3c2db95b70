// A merge request of its own pair of accounts, brought into any state by what people do. Many of them share one store:
// the accounts are named anew each time. Partner: rules.ts.

import type { HostAccount, MergeChoices, MergePreview, MergeState } from '../../protocol/account-merge.ts'
import type { Contact } from '../../protocol/entities.ts'
import type { MergeResult } from '../../protocol/webhooks.ts'
import { orThrow } from '../../server/errors.ts'
import type { AgentRecord, MergeRecord } from '../../server/store/records.ts'
import { codeIn } from '../stage/cast.ts'
import { COOLING_OFF_MS, HOUR_MS, hashOfPreview, type Rules } from '../stage/rules.ts'

let scenes = 0

export type Scene = Awaited<ReturnType<typeof mergeScene>>

/** Where a request can stand: its state, and what else decides who may do what. */
export const SITUATIONS = [
  'proof_sent',
  'in_review',
  'in_review, two needed',
  'in_review, the first of two approved',
  'approved',
  'executing',
  'merged',
  'failed',
  'rejected',
  'cancelled',
  'expired',
  'undo_requested',
  'undo_requested, agreed',
  'undone',
  'undo_refused',
] as const
export type Situation = (typeof SITUATIONS)[number]

export const stateOf = (situation: Situation) => situation.split(',')[0] as MergeState

/**
 * @param agents Ines, who decides, and Omar, the second
 * @param inviter opens a ticket that invites to the merge, before it is asked for
 */
export async function mergeScene(
  opened: Rules,
  [ines, omar]: readonly [AgentRecord, AgentRecord],
  inviter?: AgentRecord,
) {
  let rules = opened
  const name = `leo-${++scenes}`
  const into = { sub: name, email: `${name}@mail.example` }
  const from = { sub: `${name}-school`, email: `${name}@school.example` }
  const leo: Contact = await rules.contact(into.sub, into.email)
  if (inviter)
    await rules.commit((tx) =>
      rules.tickets.openAsAgent(tx, inviter, {
        clientId: `invitation-${scenes}`,
        contactId: leo.id,
        type: 'account_merge',
        begin: 'message',
        text: 'You can merge them here.',
      }),
    )
  let mergeId = ''
  let isElevated = false

  const kept = async (): Promise<MergeRecord> => {
    const merge = await rules.store.read.merges.find(mergeId)
    if (!merge) throw new Error(`${mergeId} is not kept`)
    return merge
  }

  const described = (
    changes: { into?: Partial<HostAccount>; from?: Partial<HostAccount> } & Partial<
      Omit<MergePreview, 'into' | 'from'>
    > = {},
  ): MergePreview => {
    const plain = { name: 'Leo', emailVerified: true, createdAt: null, roles: [], facts: [] }
    return {
      moves: [],
      warnings: [],
      ...changes,
      into: { ...plain, externalId: into.sub, email: into.email, ...changes.into },
      from: {
        ...plain,
        externalId: from.sub,
        email: from.email,
        ...(isElevated && { elevated: true }),
        ...changes.from,
      },
    }
  }

  const scene = {
    leo,
    into,
    from,
    kept,
    described,
    id: () => mergeId,
    /** The same people, at the server that was started again. */
    goesOnWith: (restarted: Rules) => {
      rules = restarted
    },
    mailed: async (id: string) => (await rules.store.read.mails.find(id))?.text ?? '',
    async starts(
      proof: { vouchedAt: string | null; network: string | null } = {
        vouchedAt: rules.now().toISOString(),
        network: '198.51.100.•',
      },
      contact = leo,
    ) {
      const body = { clientId: `scene-${scenes}-${rules.newId('x')}`, fromEmail: from.email }
      const merge = await rules.commit((tx) => rules.merges.start(tx, contact, body, proof))
      mergeId = merge.id
      return merge
    },
    async code() {
      return codeIn(await scene.mailed(`mal_${(await kept()).proofId}`))
    },
    async proves(typed?: string, contact = leo) {
      const code = typed ?? (await scene.code())
      return orThrow(await rules.commit((tx) => rules.merges.prove(tx, contact, mergeId, code)))
    },
    looks: (agent: AgentRecord, preview = described()) =>
      rules.commit((tx) => rules.merges.notePreview(tx, agent, mergeId, preview, hashOfPreview(preview))),
    approves: (agent: AgentRecord, preview = described(), choices: MergeChoices = {}) => {
      const hash = hashOfPreview(preview)
      const shown = { hash, current: preview, currentHash: hash, choices }
      return rules.commit((tx) => rules.merges.approve(tx, agent, mergeId, shown))
    },
    rejects: (agent: AgentRecord) =>
      rules.commit((tx) => rules.merges.reject(tx, agent, mergeId, 'Not the same person')),
    retries: (agent: AgentRecord) => rules.commit((tx) => rules.merges.retry(tx, agent, mergeId)),
    cancels: (contact = leo) => rules.commit((tx) => rules.merges.cancel(tx, contact, mergeId)),
    async hostSays(status: MergeResult['status']) {
      const result = { mergeId, status, reason: 'duplicate key', undoable: true }
      return orThrow(await rules.commit((tx) => rules.merges.settle(tx, result)))
    },
    async stopToken(side: 'into' | 'from' = 'from', occasion = 'approved') {
      return /\/merges\/stop\?\S+#(\S+)/.exec(await scene.mailed(`mal_${mergeId}_${occasion}_${side}`))?.[1]
    },
    async stopsByLink(side: 'into' | 'from' = 'from') {
      const token = (await scene.stopToken(side)) ?? 'no such link was ever mailed'
      return rules.commit((tx) => rules.merges.cancelByLink(tx, token))
    },
    /** As if the work had become due at this very moment. */
    executes: (preview = described()) =>
      rules.commit((tx) => rules.merges.execute(tx, mergeId, hashOfPreview(preview))),
    expires: () => rules.commit((tx) => rules.merges.expire(tx, mergeId)),
    asksUndo: (agent: AgentRecord) =>
      rules.commit((tx) => rules.merges.askUndo(tx, agent, mergeId, 'It was another student')),
    agreesToUndo: (agent: AgentRecord) => rules.commit((tx) => rules.merges.agreeToUndo(tx, agent, mergeId)),

    async bringTo(situation: Situation): Promise<void> {
      const state = stateOf(situation)
      isElevated = situation.startsWith('in_review, ')
      await scene.starts()
      if (state === 'expired') {
        rules.passes(25 * HOUR_MS)
        await rules.dueWork()
      }
      if (state === 'cancelled') await scene.cancels()
      if (['proof_sent', 'expired', 'cancelled'].includes(state)) return
      await scene.proves()
      await scene.looks(ines)
      if (state === 'rejected') await scene.rejects(ines)
      if (situation === 'in_review, the first of two approved') await scene.approves(ines)
      if (['in_review', 'rejected'].includes(state)) return
      await scene.approves(ines)
      if (state === 'approved') return
      rules.passes(COOLING_OFF_MS)
      await rules.dueWork()
      if (state === 'executing') return
      await scene.hostSays(state === 'failed' ? 'failed' : 'completed')
      if (state === 'failed' || state === 'merged') return
      await scene.asksUndo(ines)
      if (situation === 'undo_requested') return
      await scene.agreesToUndo(omar)
      if (state === 'undone') await scene.hostSays('undone')
      if (state === 'undo_refused') await scene.hostSays('undo_refused')
    },
  }
  return scene
}
