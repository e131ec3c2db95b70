// Where the pages of the help center live. The locale of the source has no name in its addresses; that of a
// translation stands in front: /help/signing-in/reset-password, /help/es/signing-in/reset-password.

/** @param path after the home's address: '', 'search', 'signing-in', 'signing-in/reset-password' */
export function helpAddress(locale: string, sourceLocale: string, path = ''): string {
  return ['/help', ...(locale === sourceLocale ? [] : [locale]), ...(path ? [path] : [])].join('/')
}
