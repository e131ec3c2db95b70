// The log: facts first, then a sentence. Never the text of a message, a code or a token: facts are ids, counts and names of
// ours. At `debug` every request and every command has a line.

import { type DestinationStream, type Logger, pino } from 'pino'

export interface Log {
  debug?(facts: object, sentence: string): void
  isLevelEnabled?(level: 'debug'): boolean
  info(facts: object, sentence: string): void
  warn(facts: object, sentence: string): void
  error(facts: object, sentence: string): void
}

/** A database quotes the row that it could not take. */
const NOT_LOGGED = ['err.detail', 'err.where', 'err.internalQuery']

/** The library's own number of that level. */
const ERROR = 50

export type CountingLog = Logger & {
  /** Lines of `error` and above since the start: each is something that an operator has to look at. */
  errors(): number
}

export function makeLog(level: string, to?: DestinationStream): CountingLog {
  let errors = 0
  const log = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: NOT_LOGGED,
      hooks: {
        logMethod(line, write, severity) {
          if (severity >= ERROR) errors++
          write.apply(this, line)
        },
      },
    },
    to,
  )
  return Object.assign(log, { errors: () => errors })
}
