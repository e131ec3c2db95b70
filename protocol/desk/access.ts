// Who may log in to the console and how: log-in in steps, sessions, second factor, the list of agents, what was done with them.
// All of it travels over HTTP: it is about the cookie. Partner: server/agents/.

import Type, { type Static } from 'typebox'
import { Agent, OneOf, Role } from '../entities.ts'
import { ADDRESS_MAX_CHARS, NAME_MAX_CHARS, PASSWORD_MAX_CHARS, PASSWORD_MIN_CHARS } from '../limits.ts'

const closed = { additionalProperties: false }

const Password = Type.String({ minLength: 1, maxLength: PASSWORD_MAX_CHARS })
const NewPassword = Type.String({ minLength: PASSWORD_MIN_CHARS, maxLength: PASSWORD_MAX_CHARS })
/** Six digits of the app, or a code of recovery, as people type it. */
const Code = Type.String({ minLength: 1, maxLength: 40 })

/** What a log-in leads to: the desk, or one more step under the same cookie. */
export const LogInStep = Type.Object({
  agent: Type.Optional(Agent),
  next: Type.Optional(OneOf('code', 'set_up')),
  recoveryCodesLeft: Type.Optional(Type.Integer({ description: 'After one of them opened the log-in' })),
})
export type LogInStep = Static<typeof LogInStep>
export const CodeRequest = Type.Object({ code: Code }, closed)

/** What the page of the log-in offers. */
export const LogInOffer = Type.Object({
  /** How the school's own log-in is called; absent where there is none. */
  elsewhere: Type.Optional(Type.String()),
})
export type LogInOffer = Static<typeof LogInOffer>

export const AgentSession = Type.Object({
  id: Type.String(),
  device: Type.String(),
  network: Type.String(),
  createdAt: Type.String(),
  usedAt: Type.String({ description: 'To some minutes' }),
  isThis: Type.Boolean(),
})
export type AgentSession = Static<typeof AgentSession>
export const AgentSessions = Type.Object({ sessions: Type.Array(AgentSession) })

export const SecondFactorState = Type.Object({
  since: Type.Union([Type.String(), Type.Null()], { description: 'null: there is none' }),
  recoveryCodesLeft: Type.Integer(),
})
export type SecondFactorState = Static<typeof SecondFactorState>

/** What concerns one's own log-in. */
export const OwnAccess = Type.Object({
  sessions: Type.Array(AgentSession),
  secondFactor: SecondFactorState,
  isSecondFactorRequired: Type.Boolean(),
  hasPassword: Type.Boolean(),
})
export type OwnAccess = Static<typeof OwnAccess>

export const PasswordChange = Type.Object({ current: Password, next: NewPassword }, closed)
export const PasswordProof = Type.Object({ password: Password }, closed)

/** Shown once: how an app comes to show codes. */
export const SecondFactorOffer = Type.Object({
  secret: Type.String({ description: 'Base 32, in groups, for who cannot scan' }),
  uri: Type.String({ description: 'otpauth://…' }),
  qr: Type.Object({
    size: Type.Integer({ description: 'Modules on a side' }),
    path: Type.String({ description: 'Of an SVG, a unit a module' }),
  }),
})
export type SecondFactorOffer = Static<typeof SecondFactorOffer>
export const RecoveryCodes = Type.Object({ recoveryCodes: Type.Array(Type.String()) })
export type RecoveryCodes = Static<typeof RecoveryCodes>
export const SetUpAnswer = Type.Object({
  agent: Type.Optional(Agent),
  recoveryCodes: Type.Array(Type.String()),
})
export type SetUpAnswer = Static<typeof SetUpAnswer>

// ---- for admins

export const RosterAgent = Type.Object({
  ...Agent.properties,
  state: OneOf('active', 'invited', 'disabled'),
  createdAt: Type.String(),
  lastUsedAt: Type.Union([Type.String(), Type.Null()]),
  openSessions: Type.Integer(),
  hasSecondFactor: Type.Boolean(),
  logsInElsewhere: Type.Boolean(),
  invitationExpiresAt: Type.Optional(Type.String()),
})
export type RosterAgent = Static<typeof RosterAgent>

export const AccessSettings = Type.Object({
  requiresSecondFactor: Type.Boolean(),
  changedBy: Type.Union([Type.String(), Type.Null()]),
  changedAt: Type.Union([Type.String(), Type.Null()]),
})
export type AccessSettings = Static<typeof AccessSettings>
export const AccessSettingsChange = Type.Object({ requiresSecondFactor: Type.Boolean() }, closed)

const ACCESS_EVENTS = [
  'agent.added',
  'agent.invited',
  'invitation.withdrawn',
  'agent.joined',
  'agent.linked',
  'agent.roles_changed',
  'agent.disabled',
  'agent.enabled',
  'password.changed',
  'password.reset',
  'password.link_sent',
  'sessions.ended',
  'second_factor.on',
  'second_factor.off',
  'second_factor.reset',
  'recovery_code.used',
  'recovery_codes.renewed',
  'second_factor.required',
  'second_factor.optional',
  'retention.changed',
  'tickets.removed',
  'contact.erased',
  'delivery.sent_again',
  'endpoint.added',
  'endpoint.changed',
  'endpoint.removed',
  'endpoint.secret_renewed',
  'endpoint.switched_off',
  'endpoint.switched_on',
  'sla.changed',
  'ticket_types.changed',
  'mail.changed',
  'reading.slowed',
] as const
export type AccessEvent = (typeof ACCESS_EVENTS)[number]

/** `by` is null for the operator's command line. `of` is who it was done with. */
export const AccessLogEntry = Type.Object({
  id: Type.String(),
  at: Type.String(),
  what: OneOf(...ACCESS_EVENTS),
  by: Type.Union([Type.Object({ id: Type.String(), name: Type.String() }), Type.Null()]),
  of: Type.Union([Type.Object({ id: Type.String(), name: Type.String() }), Type.Null()]),
  detail: Type.Union([Type.String(), Type.Null()]),
})
export type AccessLogEntry = Static<typeof AccessLogEntry>

export const AccessLogPage = Type.Object({
  log: Type.Array(AccessLogEntry, { description: 'Newest first' }),
  next: Type.Union([Type.String(), Type.Null()], { description: '`before` of the next page' }),
})
export type AccessLogPage = Static<typeof AccessLogPage>

export const Roster = Type.Object({
  agents: Type.Array(RosterAgent),
  settings: AccessSettings,
  log: AccessLogPage.properties.log,
  logNext: AccessLogPage.properties.next,
})
export type Roster = Static<typeof Roster>

const Roles = Type.Array(Role, { minItems: 1, maxItems: 3, uniqueItems: true })
export const InvitationRequest = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: NAME_MAX_CHARS }),
    email: Type.String({ minLength: 3, maxLength: ADDRESS_MAX_CHARS }),
    roles: Roles,
  },
  closed,
)
export type InvitationRequest = Static<typeof InvitationRequest>
export const AgentChange = Type.Object(
  { roles: Type.Optional(Roles), disabled: Type.Optional(Type.Boolean()) },
  closed,
)
export type AgentChange = Static<typeof AgentChange>

/** The link of the invitation: who it is for, and the password that they choose. */
const Token = Type.String({ minLength: 20, maxLength: 200 })
export const InvitationToken = Type.Object({ token: Token }, closed)
export const InvitationShown = Type.Object({
  name: Type.String(),
  email: Type.String(),
  isNewPassword: Type.Optional(
    Type.Boolean({ description: 'They have a log-in already and choose another password' }),
  ),
})
export type InvitationShown = Static<typeof InvitationShown>
export const InvitationAnswer = Type.Object({ token: Token, password: NewPassword }, closed)
