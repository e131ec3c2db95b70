// Who answers: agents, their sessions, the access log, and what access asks of all. Partner: contacts.ts, the other log-in.

import type { AccessLogRecord, AccessSettingsRecord, AgentRecord, AgentSessionRecord } from '../../records.ts'
import type { AccessLog, AccessSettings, AgentSessions, Agents } from '../../store.ts'
import { NEWEST_FIRST, OLDEST_FIRST, removeExpired, Table } from './table.ts'

export class AgentsTable extends Table implements Agents {
  async find(id: string) {
    return this.view.find('agents', id)
  }

  async findByEmail(email: string) {
    return this.view.findUnder('agents', `email:${email}`)
  }

  async list() {
    return this.view.listUnder('agents', 'all', { direction: OLDEST_FIRST })
  }

  async put(agent: AgentRecord) {
    this.view.put('agents', agent)
  }
}

export class AgentSessionsTable extends Table implements AgentSessions {
  async findByTokenHash(tokenHash: string) {
    return this.view.findUnder('agentSessions', `token:${tokenHash}`)
  }

  async listForAgent(agentId: string) {
    return this.view.listUnder('agentSessions', `agent:${agentId}`, { direction: OLDEST_FIRST })
  }

  async put(session: AgentSessionRecord) {
    this.view.put('agentSessions', session)
  }

  async removeExpired(at: string, limit: number) {
    return removeExpired(this.view, 'agentSessions', at, limit)
  }
}

export class AccessLogTable extends Table implements AccessLog {
  async put(entry: AccessLogRecord) {
    this.view.put('accessLog', entry)
  }

  async list({ before, limit }: Parameters<AccessLog['list']>[0]) {
    const past = before && `${before.at} ${before.id}`
    return this.view.listUnder('accessLog', 'all', { direction: NEWEST_FIRST, past, limit })
  }
}

export class AccessSettingsTable extends Table implements AccessSettings {
  async find() {
    return this.view.find('accessSettings', 'desk')
  }

  async put(settings: AccessSettingsRecord) {
    this.view.put('accessSettings', settings)
  }
}
