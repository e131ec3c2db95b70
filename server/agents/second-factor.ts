// The second factor of a log-in: set up with a first code, asked at each log-in, taken once, and codes of recovery for who lost
// the device. A wrong code is given back as a refusal, not thrown: that it was tried is kept. Partner: totp.ts.

import type { SecondFactorState } from '../../protocol/desk/access.ts'
import { RECOVERY_CODES } from '../../protocol/limits.ts'
import { Refusal } from '../errors.ts'
import { sameHash, sha256 } from '../hashes.ts'
import { codeIn, type Parts } from '../parts.ts'
import type { AgentRecord } from '../store/records.ts'
import type { Tables } from '../store/store.ts'
import { noteAccess, type Person } from './access-log.ts'
import { newSecret, stepOf } from './totp.ts'

type Kept = Pick<Tables, 'agents' | 'accessLog'>

export function secondFactorRules(parts: Pick<Parts, 'now' | 'newId' | 'newCode'>) {
  const { now } = parts
  return {
    /**
     * A secret for the app; until a code of it was typed nothing is asked.
     * @param sessionId in which it is begun
     * @throws Refusal('second_factor.is_on')
     */
    async begin(tx: Kept, agent: AgentRecord, sessionId: string): Promise<string> {
      const begun = agent.secondFactor
      if (begun?.confirmedAt) throw new Refusal('second_factor.is_on')
      // Begun anew, as by a reload: the same, so that what was scanned already still counts. In another session, another: who had
      // the password before its owner came would have every code from then on.
      const secret = begun?.begunIn === sessionId ? begun.secret : newSecret()
      await tx.agents.put({
        ...agent,
        secondFactor: { secret, begunIn: sessionId, confirmedAt: null, lastStep: 0, recoveryHashes: [] },
      })
      return secret
    },

    /** @returns codes of recovery, which nobody can read again */
    async confirm(tx: Kept, agent: AgentRecord, code: string): Promise<string[]> {
      const factor = agent.secondFactor
      if (!factor || factor.confirmedAt) throw new Refusal('second_factor.not_begun')
      const step = stepOf(factor.secret, digitsOf(code), now(), factor.lastStep)
      if (step === undefined) throw new Refusal('code.wrong')
      const codes = this.newCodes()
      await tx.agents.put({
        ...agent,
        secondFactor: {
          ...factor,
          confirmedAt: now().toISOString(),
          lastStep: step,
          recoveryHashes: codes.map((one) => hashOf(agent.id, one)),
        },
      })
      await noteAccess(tx, parts, 'second_factor.on', { by: agent, of: agent })
      return codes
    },

    /** Takes a code of the app, or one of recovery, so that neither opens again. @returns null where it was wrong */
    async take(tx: Kept, agent: AgentRecord, code: string): Promise<{ recoveryCodesLeft?: number } | null> {
      const factor = agent.secondFactor
      if (!factor?.confirmedAt) return null
      const step = stepOf(factor.secret, digitsOf(code), now(), factor.lastStep)
      if (step !== undefined) {
        await tx.agents.put({ ...agent, secondFactor: { ...factor, lastStep: step } })
        return {}
      }
      const hash = hashOf(agent.id, code)
      const recoveryHashes = factor.recoveryHashes.filter((one) => !sameHash(one, hash))
      const recoveryCodesLeft = recoveryHashes.length
      if (recoveryCodesLeft === factor.recoveryHashes.length) return null
      await tx.agents.put({ ...agent, secondFactor: { ...factor, recoveryHashes } })
      const detail = `${recoveryCodesLeft} left`
      await noteAccess(tx, parts, 'recovery_code.used', { by: agent, of: agent, detail })
      return { recoveryCodesLeft }
    },

    async renewRecoveryCodes(tx: Kept, agent: AgentRecord): Promise<string[]> {
      const factor = agent.secondFactor
      if (!factor?.confirmedAt) throw new Refusal('second_factor.not_begun')
      const codes = this.newCodes()
      const recoveryHashes = codes.map((one) => hashOf(agent.id, one))
      await tx.agents.put({ ...agent, secondFactor: { ...factor, recoveryHashes } })
      await noteAccess(tx, parts, 'recovery_codes.renewed', { by: agent, of: agent })
      return codes
    },

    /** By its owner, or by an admin (null: the operator) for who lost the device and the codes. */
    async remove(tx: Kept, agent: AgentRecord, by: Person | null): Promise<void> {
      if (!agent.secondFactor) throw new Refusal('not_found')
      const { secondFactor: _gone, ...rest } = agent
      await tx.agents.put(rest)
      const what = by?.id === agent.id ? 'second_factor.off' : 'second_factor.reset'
      await noteAccess(tx, parts, what, { by, of: agent })
    },

    newCodes: () => Array.from({ length: RECOVERY_CODES }, () => grouped(parts.newCode())),
  }
}

export const hasSecondFactor = ({ secondFactor }: AgentRecord) => Boolean(secondFactor?.confirmedAt)

export const stateOf = ({ secondFactor }: AgentRecord): SecondFactorState => ({
  since: secondFactor?.confirmedAt ?? null,
  recoveryCodesLeft: secondFactor?.confirmedAt ? secondFactor.recoveryHashes.length : 0,
})

/** Of the app, as people type them. */
const digitsOf = (code: string) => code.replace(/[\s-]/g, '')
const grouped = (code: string) => `${code.slice(0, 4)}-${code.slice(4)}`

const hashOf = (agentId: string, code: string) => sha256('recovery-code', agentId, codeIn(code))
