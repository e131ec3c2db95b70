// What Wardway, the pretend portal, knows: accounts and their rotations. It is a host like any other: it knows
// Helpdock only by the widget's script, the tokens that it signs and the webhooks that it answers.

export interface PortalData {
  /** Signs the log-in cookies; made once. */
  cookieKey: string
  accounts: Account[]
  rotations: Rotation[]
  links: MailedLink[]
  /** Results of merges by their id: a webhook that comes again is answered as the first time. */
  merges: Record<string, DoneMerge>
  /** How merges are answered at the moment; absent: as they should be. */
  mood?: { name: Mood; until: string | null }
}

/** What it takes to take a merge back. */
export interface DoneMerge {
  into: string
  from: string
  at: string
  /** Absent in merges from before they could be taken back. */
  moved?: { rotations: string[]; comments: string[]; profile: Partial<Record<ProfileField, string>> }
  undoneAt?: string
}

export const PROFILE_FIELDS = ['school', 'discipline', 'year'] as const
type ProfileField = (typeof PROFILE_FIELDS)[number]

/** The ways in which a host can fail, to be tried in the demo (pages/moods.ts). */
export const MOODS = ['merges', 'refuses', 'too late', 'twice', 'otherwise', 'down'] as const
export type Mood = (typeof MOODS)[number]

export interface Account {
  externalId: string
  name: string
  email: string
  emailVerified: boolean
  /** null: made by the school, never logged in to. */
  passwordHash: string | null
  role: 'student'
  school: string
  discipline: string
  year: string
  /** Who made it, as agents may read it in a merge's preview. */
  origin: 'sign-up' | 'school'
  createdAt: string
  /** Log-ins before this instant do not count any more. */
  logInsFrom: string
  /** The account that it became part of. */
  mergedInto: string | null
}

export const PHASES = ['Application', 'Onboarding', 'Offboarding'] as const
type Phase = (typeof PHASES)[number]

export interface Step {
  id: string
  phase: Phase
  title: string
  owner: 'you' | 'school' | 'site'
  /** A date, YYYY-MM-DD. */
  dueOn: string
  done: boolean
}

export interface Rotation {
  id: string
  accountId: string
  title: string
  site: string
  city: string
  /** Dates, YYYY-MM-DD. */
  startsOn: string
  endsOn: string
  preceptor: string
  coordinator: string
  steps: Step[]
  comments: Comment[]
}

export interface Comment {
  id: string
  /** null: somebody at the school or the site. */
  accountId: string | null
  by: string
  role: string
  text: string
  at: string
}

/** A link that was mailed; only its hash is kept, and it works once. */
export interface MailedLink {
  tokenHash: string
  purpose: 'set-password' | 'confirm-address'
  accountId: string
  expiresAt: string
}

export function findByEmail(data: PortalData, email: string): Account | undefined {
  const wanted = email.trim().toLowerCase()
  return data.accounts.find((account) => account.email.toLowerCase() === wanted)
}

export function findAccount(data: PortalData, externalId: string): Account | undefined {
  return data.accounts.find((account) => account.externalId === externalId)
}

export function rotationsOf(data: PortalData, account: Account): Rotation[] {
  return data.rotations
    .filter(({ accountId }) => accountId === account.externalId)
    .sort((a, b) => (a.startsOn < b.startsOn ? -1 : 1))
}

/** A rotation's status follows its completed steps. */
export function statusOf({ steps, startsOn, endsOn }: Rotation, now: Date): string {
  const today = dateOf(now)
  const isDone = (phase: Phase) => steps.every((step) => step.phase !== phase || step.done)
  if (!isDone('Application')) return 'Application'
  if (!isDone('Onboarding')) return 'Onboarding'
  if (today < startsOn) return 'Ready to start'
  if (today <= endsOn) return 'In progress'
  return isDone('Offboarding') ? 'Completed' : 'Offboarding'
}

export type Urgency = 'done' | 'open' | 'soon' | 'late'

/** A deadline within a week is worth a warning. */
const SOON_DAYS = 7

export function urgencyOf({ done, dueOn }: Step, now: Date): Urgency {
  if (done) return 'done'
  if (dueOn < dateOf(now)) return 'late'
  return dueOn <= dateOf(now, SOON_DAYS) ? 'soon' : 'open'
}

/** The date some days from an instant, YYYY-MM-DD. */
export function dateOf(at: Date, daysLater = 0): string {
  return new Date(at.getTime() + daysLater * 86_400_000).toISOString().slice(0, 10)
}
