// Who answers: agents, their sessions, the access log, and what access asks of all. Partner: contacts.ts, the other log-in.

import type { AccessLogRecord, AccessSettingsRecord, AgentRecord, AgentSessionRecord } from '../../records.ts'
import type { AccessLog, AccessSettings, AgentSessions, Agents } from '../../store.ts'
import { ALL, EVERYTHING, type Question } from '../question.ts'
import { first, removeExpired, Table } from './table.ts'

export class AgentsTable extends Table implements Agents {
  find(id: string) {
    return this.view.find('agents', id)
  }

  findByEmail(email: string) {
    return first(this.view.list(agentByEmail(email)))
  }

  list() {
    return this.view.list(allAgents)
  }

  put(agent: AgentRecord) {
    return this.view.put('agents', agent)
  }
}

const agentByEmail = (email: string): Question<'agents'> => ({
  name: 'agents',
  called: 'agents by address',
  where: 'email = $1',
  order: 'id',
  values: [email],
  limit: 1,
  list: `email:${email}`,
  belongs: (agent) => agent.email === email,
  place: ({ id }) => [id],
})

const allAgents: Question<'agents'> = {
  name: 'agents',
  called: 'all agents',
  ...EVERYTHING,
  order: 'created_at, id',
  limit: ALL,
  place: ({ createdAt, id }) => [createdAt, id],
}

export class AgentSessionsTable extends Table implements AgentSessions {
  findByTokenHash(tokenHash: string) {
    return first(this.view.list(agentSessionByToken(tokenHash)))
  }

  listForAgent(agentId: string) {
    return this.view.list(agentSessionsOf(agentId))
  }

  put(session: AgentSessionRecord) {
    return this.view.put('agentSessions', session)
  }

  removeExpired(at: string, limit: number) {
    return removeExpired(this.view, 'agentSessions', at, limit)
  }
}

const agentSessionByToken = (tokenHash: string): Question<'agentSessions'> => ({
  name: 'agentSessions',
  called: 'agent sessions by token',
  where: 'token_hash = $1',
  order: 'token_hash, id',
  values: [tokenHash],
  limit: ALL,
  belongs: (session) => session.tokenHash === tokenHash,
  place: ({ id }) => [id],
  shared: 'token_hash',
})

const agentSessionsOf = (agentId: string): Question<'agentSessions'> => ({
  name: 'agentSessions',
  called: 'sessions of an agent',
  where: 'agent_id = $1',
  order: "(record->>'createdAt'), id",
  values: [agentId],
  limit: ALL,
  list: `agent:${agentId}`,
  belongs: (session) => session.agentId === agentId,
  place: ({ createdAt, id }) => [createdAt, id],
})

export class AccessLogTable extends Table implements AccessLog {
  put(entry: AccessLogRecord) {
    return this.view.put('accessLog', entry)
  }

  list({ before, limit }: Parameters<AccessLog['list']>[0]) {
    return this.view.list(accessLog(before, limit))
  }
}

const accessLog = (
  before: Parameters<AccessLog['list']>[0]['before'],
  limit: number,
): Question<'accessLog'> => ({
  name: 'accessLog',
  called: `access log${before ? ', next page' : ''}`,
  where: before ? '(at, id) < ($1::timestamptz, $2)' : 'true',
  order: 'at DESC, id DESC',
  values: before ? [before.at, before.id] : [],
  limit,
  belongs: ({ at, id }) => !before || at < before.at || (at === before.at && id < before.id),
  place: ({ at, id }) => [at, id],
  descending: true,
})

export class AccessSettingsTable extends Table implements AccessSettings {
  find() {
    return this.view.find('accessSettings', 'desk')
  }

  put(settings: AccessSettingsRecord) {
    return this.view.put('accessSettings', settings)
  }
}
