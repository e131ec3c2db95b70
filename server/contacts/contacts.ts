// Who asks for help. A verified contact is known by the host's id alone; a guest by an address that a mailed
// code proved. The two never become one by an equal address: that is what an account merge is for.

import type { Contact } from '../../protocol/entities.ts'
import { Refusal } from '../errors.ts'
import type { Unit } from '../events.ts'
import { sha256 } from '../hashes.ts'
import type { Parts } from '../parts.ts'
import type { SessionRecord } from '../store/records.ts'
import type { IdentityClaims } from './identity.ts'

export type Contacts = ReturnType<typeof contactRules>

/** A session outlives the host's token (at most a day) and a clinical shift; then the host vouches again. */
const SESSION_TTL_MS = 24 * 60 * 60_000

export function contactRules({ now, newId, newToken }: Pick<Parts, 'now' | 'newId' | 'newToken'>) {
  return {
    /**
     * The contact that the host's token speaks of, as the token describes it now.
     * @param reads the locale in which they have the widget before them, where it was said: letters come in it
     * @throws Refusal('identity.merged_away') where the account became part of another
     * @throws Refusal('identity.invalid') where the token was signed for a merge: it proves an account there and no more
     */
    async enterVerified(tx: Unit, claims: IdentityClaims, reads: string | null = null): Promise<Contact> {
      if (claims.merge !== undefined) {
        throw new Refusal('identity.invalid', {
          detail: 'The token was signed for a merge, not for a session.',
        })
      }
      const at = now().toISOString()
      const known = await tx.contacts.findByExternalId(claims.sub)
      if (known?.mergedInto) throw new Refusal('identity.merged_away')
      const contact: Contact = {
        id: known?.id ?? newId('con'),
        identity: 'verified',
        externalId: claims.sub,
        name: claims.name,
        email: claims.email,
        emailVerified: claims.emailVerified,
        locale: reads ?? claims.locale ?? known?.locale ?? null,
        attributes: claims.attributes,
        attributesSignedAt: claims.signedAt,
        createdAt: known?.createdAt ?? at,
        lastSeenAt: at,
      }
      await tx.contacts.put(contact)
      if (known) tx.record({ name: 'contact.changed', contact })
      return contact
    },

    /** The guest at an address that was just proved; without a name who comes back keeps theirs. */
    async enterGuest(
      tx: Unit,
      proved: { email: string; name: string | null; locale?: string | undefined },
    ): Promise<Contact> {
      const at = now().toISOString()
      const known = await tx.contacts.findGuestByEmail(proved.email)
      const contact: Contact = {
        id: known?.id ?? newId('con'),
        identity: 'guest',
        externalId: null,
        name: proved.name ?? known?.name ?? proved.email,
        email: proved.email,
        emailVerified: true,
        locale: proved.locale ?? known?.locale ?? null,
        attributes: {},
        attributesSignedAt: null,
        createdAt: known?.createdAt ?? at,
        lastSeenAt: at,
      }
      await tx.contacts.put(contact)
      if (known) tx.record({ name: 'contact.changed', contact })
      return contact
    },

    /** A new session; the token is shown this once. */
    async openSession(
      tx: Unit,
      contact: Contact,
      vouchedAt: string | null = null,
    ): Promise<{ token: string; session: SessionRecord }> {
      const token = newToken()
      const at = now()
      const session: SessionRecord = {
        id: newId('ses'),
        contactId: contact.id,
        tokenHash: sha256('session', token),
        createdAt: at.toISOString(),
        expiresAt: new Date(at.getTime() + SESSION_TTL_MS).toISOString(),
        endedAt: null,
        vouchedAt,
      }
      await tx.sessions.put(session)
      return { token, session }
    },

    async endSession(
      tx: Unit,
      { contact, sessionId }: { contact: Contact; sessionId: string },
    ): Promise<void> {
      const session = (await tx.sessions.listForContact(contact.id)).find(({ id }) => id === sessionId)
      if (!session) return
      await tx.sessions.put({ ...session, endedAt: now().toISOString() })
      tx.record({ name: 'session.ended', sessionId })
    },

    async endSessions(tx: Unit, contactId: string): Promise<void> {
      for (const session of await tx.sessions.listForContact(contactId)) {
        await tx.sessions.put({ ...session, endedAt: now().toISOString() })
        tx.record({ name: 'session.ended', sessionId: session.id })
      }
    },
  }
}
