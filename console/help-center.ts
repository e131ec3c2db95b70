// Addresses of the help center, seen from here. Partner: writing/article-search.ts, which asks it.

export const center = () => `${location.origin}/help/`

/** It knows its articles by their names alone, whatever folder they are in. */
export function articleAddress({ slug, section }: { slug: string; section?: string | undefined }): string {
  return `/help/${encodeURIComponent(slug)}${section ? `#${encodeURIComponent(section)}` : ''}`
}
