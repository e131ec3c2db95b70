// The lines that the system writes into a thread, as agents read them.

import type { Activity } from '../../protocol/entities.ts'

/** A line that the system wrote, as agents read it. `when` formats an instant. */
export function activitySentence(activity: Activity, when: (at: string) => string): string {
  const { name, reason, executeAt, fromEmail, intoEmail } = activity.details
  switch (activity.code) {
    case 'ticket.opened':
      return `${name || 'An agent'} opened this ticket for the contact`
    case 'ticket.assigned':
      return `${name || 'An agent'} has this ticket now`
    case 'ticket.solved':
      return name ? `${name} solved this ticket` : 'This ticket was solved'
    case 'ticket.reopened':
      return name ? `${name} reopened this ticket` : 'This ticket was reopened'
    case 'ticket.continued':
      return activity.details.how === 'split'
        ? `${activity.details.by} split a message off into ${name}`
        : `${activity.details.by} merged this into ${name}`
    case 'ticket.continues':
      return activity.details.how === 'split'
        ? `${activity.details.by} split this off from ${name}`
        : `${activity.details.by} merged ${name} into this`
    case 'form.changed':
      return `${name || 'An agent'} changed the form: ${activity.details.fields ?? ''}`
    case 'merge.requested':
      return fromEmail && intoEmail
        ? `Asked to merge ${fromEmail} into ${intoEmail}`
        : 'Asked for an account merge'
    case 'merge.approved':
      return executeAt ? `The merge was approved and is due ${when(executeAt)}` : 'The merge was approved'
    case 'merge.rejected':
      return reason ? `The merge was rejected: ${reason}` : 'The merge was rejected'
    case 'merge.cancelled':
      return 'The merge was stopped'
    case 'merge.completed':
      return fromEmail && intoEmail ? `${fromEmail} was merged into ${intoEmail}` : 'The accounts were merged'
    case 'merge.failed':
      return reason ? `The merge failed: ${reason}` : 'The merge failed'
    case 'merge.returned':
      return 'The accounts changed before the merge: it has to be decided anew'
    case 'merge.undone':
      return fromEmail
        ? `The merge was taken back: ${fromEmail} is an account again`
        : 'The merge was taken back'
  }
}

/** The same lines in the width of a list row. */
export function activityInBrief(code: string, name: string): string {
  return BRIEF[code]?.(name) ?? ''
}

const BRIEF: Record<string, (name: string) => string> = {
  'ticket.opened': (name) => `${name || 'An agent'} opened it for the contact`,
  'ticket.assigned': (name) => `${name || 'An agent'} has it`,
  'ticket.free': () => 'Nobody has it',
  'ticket.solved': (name) => (name ? `${name} solved it` : 'Solved'),
  'ticket.reopened': (name) => (name ? `${name} reopened it` : 'Reopened'),
  'ticket.continued': (name) => `Goes on in ${name}`,
  'ticket.continues': (name) => `Goes on from ${name}`,
  'form.changed': (name) => `${name || 'An agent'} changed the form`,
  'message.deleted': (name) => `${name} deleted a message`,
  'merge.requested': () => 'Asks for a merge; proved both addresses',
  'merge.approved': () => 'Merge approved',
  'merge.rejected': () => 'Merge rejected',
  'merge.cancelled': () => 'Merge stopped',
  'merge.completed': () => 'Accounts merged',
  'merge.failed': () => 'Merge failed',
}
