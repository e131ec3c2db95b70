// An instant as the server writes it, and nothing that only looks like one: the 31st of February, or a day before the year 1000, which a
// database may not have. For what clients say back, such as where a page ended. Without the schema library, so that it costs browsers little.

export const isInstant = (text: string): boolean => text > '1' && new Date(text).toJSON() === text
