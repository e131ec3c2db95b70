// Whether two names are read as one. Console and server say the same of a view before it is saved. Partner: filters.ts.

export const readAlike = (one: string, other: string): boolean => plain(one) === plain(other)

const plain = (name: string) => name.normalize('NFKC').replace(/\s+/g, ' ').trim().toLowerCase()
