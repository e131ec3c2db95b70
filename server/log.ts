// The log: facts first, then a sentence. Never the text of a message, a code or a token: facts are ids, counts and names of
// ours. At `debug` every request and every command has a line.

import { type Logger, pino } from 'pino'

export interface Log {
  debug?(facts: object, sentence: string): void
  isLevelEnabled?(level: 'debug'): boolean
  info(facts: object, sentence: string): void
  warn(facts: object, sentence: string): void
  error(facts: object, sentence: string): void
}

/** A database quotes the row that it could not take. */
export const NOT_LOGGED = ['err.detail', 'err.where', 'err.internalQuery']

export function makeLog(level: string): Logger {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime, redact: NOT_LOGGED })
}
