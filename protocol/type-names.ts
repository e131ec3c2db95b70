// Ticket types that every desk has, whatever its file says. Without the schemas: browsers ask, too. Partner: settings/type-entries.ts.

/** Has rules of its own (server/account-merge/): the file says its words only. */
export const MERGE_TYPE = 'account_merge'
/** What a plain message opens. */
export const PLAIN_TYPE = 'question'
