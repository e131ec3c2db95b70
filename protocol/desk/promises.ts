// What a ticket can be promised, by name, for programs that must not carry the schemas. Partner: sla.ts.

/** The first answer; an answer to each later message; the solution. */
export const PROMISES = ['first_reply', 'next_reply', 'solution'] as const
