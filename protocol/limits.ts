// Every number that both sides of the wire need. Each has a unit and a reason.
// A limit that only one side needs lives beside the code that keeps it.

/** The version in every `hello`. A server refuses versions that it does not speak. */
export const PROTOCOL_VERSION = 1

/** Characters of one message: four printed pages; longer texts are documents. */
export const MESSAGE_MAX_CHARS = 10_000
/** Characters of a ticket's subject: one line of the agents' list. */
export const SUBJECT_MAX_CHARS = 140
/** Characters of a person's name, as hosts and guests give it. */
export const NAME_MAX_CHARS = 120
/** Characters of an e-mail address: the limit of RFC 5321. */
export const ADDRESS_MAX_CHARS = 254
/** Characters of one search question: longer ones are messages. */
export const QUERY_MAX_CHARS = 300
/** Characters of the free text below "did this answer your question?". */
/** An article's file, as it is written in the console: some two hundred pages. */
export const ARTICLE_FILE_MAX_CHARS = 500_000
export const FEEDBACK_COMMENT_MAX_CHARS = 2_000
/** Bytes of one socket frame: the longest message in four-byte characters, and its envelope. */
export const FRAME_MAX_BYTES = 64 * 1024
/** Bytes of one HTTP body of the API: the same command over HTTP must fit too. */
export const BODY_MAX_BYTES = 64 * 1024
/** Entries in one page of a thread: three screens of the widget. */
export const THREAD_PAGE_ENTRIES = 100
/** Notes in one: with the lines of rules among them, more than nearly any ticket has. */
export const THREAD_PAGE_NOTES = 200
/** Threads that a hello names: two pages of tickets. What else a client holds, it reads when a heartbeat counts more. */
export const HELLO_MARKS = 200
/** Missed entries per ticket that a welcome carries; past that it says "gap" and the client pages. */
export const WELCOME_MISSED_ENTRIES = 200
/** Tickets in one page of what a search over them found: of each, the words that fit are looked up. */
export const SEARCH_PAGE_ROWS = 25
/** Tickets in one page of a list. */
export const TICKET_PAGE_ROWS = 100
/** Time between two heartbeats of the server; below the 60 s after which proxies cut idle sockets. */
export const HEARTBEAT_MS = 20_000
/** A side that heard nothing for this long takes the socket for dead: a beat that did not come, and some grace. */
export const SILENCE_MS = 25_000
/** A typing signal holds this long; writers repeat it at half of it. */
export const TYPING_MS = 6_000
/** That an agent is at a ticket holds this long; they repeat it while it lasts. A machine that is shut is gone after it. */
export const PRESENCE_MS = 25_000
/** Messages are grouped under one name within this time. */
export const GROUPING_MS = 5 * 60_000
/** A writer may change or delete a message for this long: time for a slip, too short to rewrite what was agreed. */
export const REVISE_WITHIN_MS = 5 * 60_000
/** Messages of one ticket that were revised: the ticket carries their numbers. Nobody comes near it by writing. */
export const REVISED_OF_TICKET = 1_000
/** A mailed code holds this long. */
export const CODE_TTL_MS = 10 * 60_000
/** Wrong guesses of one mailed code before it ends. 40 bits and three guesses. */
export const CODE_TRIES = 3
/** Characters of a mailed code, from CODE_ALPHABET: 40 bits. */
export const CODE_CHARS = 8
/** Crockford's base 32: no letter that is read as another. */
export const CODE_ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
/** Codes of one purpose that one address can be sent within CODE_WINDOW_MS, whoever asks. */
export const CODE_SENDS = 3
export const CODE_WINDOW_MS = 30 * 60_000
/** Codes for merges that one address can be sent within a day, whoever asks: people forget, machines go on. */
export const MERGE_CODES_A_DAY = 6
/** Codes of one merge request. */
export const MERGE_CODES_OF_REQUEST = 6
/** Age of an identity token that proves an account in a merge. */
export const MERGE_TOKEN_MAX_AGE_MS = 10 * 60_000
/** Characters of an identity token, claims and signature. */
export const IDENTITY_TOKEN_MAX_CHARS = 8_192
/** Items of each kind in a hand-over: what a person reads before one help request, and then some. */
export const HANDOVER_ITEMS = 20

// ---- log-ins of agents
/** Characters of a password: past guessing with what protects it, and no longer than any phrase that people know. */
export const PASSWORD_MIN_CHARS = 10
export const PASSWORD_MAX_CHARS = 200
/** Codes that open once each, for who lost the device. */
export const RECOVERY_CODES = 10

// ---- forms of tickets
/** Fields of one form: past it nobody fills it in. */
export const FORM_FIELDS = 20
/** Characters of one answer: a paragraph. What takes more is the message. */
export const ANSWER_MAX_CHARS = 2_000
/** Characters of a language's name in a request. */
export const LOCALE_MAX_CHARS = 20
/** What a host names things by, and how it says them. */
export const OBJECT_ID_MAX_CHARS = 200
export const OBJECT_LABEL_MAX_CHARS = 200

// ---- what agents change of tickets
/** Characters of a tag: one or two words. */
export const TAG_MAX_CHARS = 30
/** Tags of one ticket: past it they say nothing. */
export const TAGS_OF_TICKET = 20
/** Entries that go into a ticket of their own at once: a long afternoon of one matter. */
export const SPLIT_ENTRIES = 200
/** Tickets with which one is linked: past it the list says nothing. */
export const LINKS_OF_TICKET = 50
/** An update to many may wait this long for somebody to take it back; the console offers ten seconds. */
export const UPDATE_HOLD_MAX_MS = 60_000
/** Updates of one tracker that are under way at once: a second of each of some agents. */
export const UPDATES_AT_ONCE = 5
/** Tickets that one command changes: a second of work. A console asks again for more, and shows how far it is. */
export const TICKETS_AT_ONCE = 50
/** The console offers ten seconds to take a change back; a slow line may take the rest. */
export const TAKE_BACK_WITHIN_MS = 60_000

// ---- views
/** Characters of a view's name: one line of the pane. */
export const VIEW_NAME_MAX_CHARS = 60
/** Values of one condition: past it the condition says nothing. */
export const FILTER_VALUES = 50
/** Fields of which one filter asks something: a screenful. */
export const FILTER_FIELDS = 12
/** Characters of a field's name: an attribute's, with what stands in front. */
export const FIELD_MAX_CHARS = 120
/** Characters by which a field's value is told from another: an index holds them. */
export const FACT_CHARS = 120
/** Views that a desk keeps, everybody's and each agent's own. */
export const VIEWS = 500
/** Views that one agent's pane counts at once. */
export const VIEWS_COUNTED = 100
/** Tickets: what holds more is counted no further, for nobody works through as many. */
export const COUNTED_MOST = 5_000
/** A wait of a year is no wait any more. */
export const WAIT_MAX_MINUTES = 366 * 24 * 60

// ---- tickets that are put aside
/** The furthest time: what comes later belongs into a calendar. */
export const SNOOZE_MAX_MS = 366 * 24 * 60 * 60_000
/** Drafts that are kept for one agent: all of them come with one answer, some hundred KB at most in practice. */
export const DRAFTS_OF_AGENT = 200
// ---- teams
export const TEAM_NAME_MAX_CHARS = 80
/** Agents of one team: a large desk has some dozens. */
export const TEAM_MEMBERS = 200
/** Open tickets at which somebody gets no more: past it there is no limit. */
export const TURN_LIMIT_MAX = 500
/** Minutes of opening hours after which a ticket comes back: four weeks of ten hours are enough for anything. */
export const TAKE_BACK_MAX_MINUTES = 20 * 10 * 60

// ---- macros
/** Macros of a desk: what a list that is searched can hold; each console reads them whole. */
export const MACROS = 500
export const MACRO_NAME_MAX_CHARS = 80
/** Days for which a macro puts a ticket aside: what takes longer is decided for each. */
export const SNOOZE_DAYS_MAX = 90
/** Actions of one macro, and of one message: a few of each kind. */
export const MACRO_ACTIONS = 12
/** Types, or teams, for which one macro is offered. */
export const MACRO_OFFERS = 40
/** Macros in one message. */
export const MACROS_OF_MESSAGE = 10

// ---- rules
/** Rules of a desk: what one person can still survey, and each of them is asked wherever something happens. */
export const RULES = 100
export const RULE_NAME_MAX_CHARS = 80
/** Actions of one rule: a few of each kind. */
export const RULE_ACTIONS = 12
/** Words or phrases of one condition. */
export const RULE_WORDS = 50
export const RULE_WORD_MAX_CHARS = 80
/** How far back a dry run looks: a month with all its weekdays, its beginning and its end. */
export const TRIAL_MS = 30 * 24 * 60 * 60_000

// ---- attachments
/** Bytes of one file: a phone's photo at its best, a scanned form of some pages. */
export const ATTACHMENT_MAX_BYTES = 10 * 1024 * 1024
/** Files of one message: what a person looks through in one go. */
export const ATTACHMENTS_OF_MESSAGE = 5
/** Bytes of one piece of an upload: 15 s, a request's time, are enough for it on 140 kbit/s. */
export const ATTACHMENT_PIECE_BYTES = 256 * 1024
/** Bytes and files that one contact may upload within a day: far more than help takes, far less than a disk. */
export const ATTACHMENT_DAY_BYTES = 100 * 1024 * 1024
export const ATTACHMENTS_A_DAY = 100
/** Width times height of an image, in pixels: above what phones take, below what unpacks to a gigabyte. */
export const IMAGE_MAX_PIXELS = 50_000_000
/** The address of a file holds this long: to begin to load it, not to pass it on. */
export const ATTACHMENT_ADDRESS_MS = 5 * 60_000
/** An uploaded file that is in no message is let go after this. */
export const ATTACHMENT_LOOSE_MS = 24 * 60 * 60_000
/** Bytes of an agent's picture as it is sent: the console makes it small first. */
export const PICTURE_MAX_BYTES = 256 * 1024
/** Characters of a file's name: what file systems take, with room for an ending. */
export const ATTACHMENT_NAME_CHARS = 120

// ---- before a person answers, and after
/** Spans of opening hours in one day: two breaks, and one over midnight. */
export const SPANS_OF_DAY = 4
/** Days that are unlike their weekday: some years of public holidays. */
export const HOLIDAYS = 100
export const HOLIDAY_NAME_MAX_CHARS = 80
/** Solved tickets are kept a week at least: their contact may come back to one, or rate it. At most ten years, or for ever. */
export const RETENTION_MIN_DAYS = 7
export const RETENTION_MAX_DAYS = 3_650
/** Past the day in which codes to an address are counted, and past a merge that waits for its proof. */
export const PROOF_KEPT_DAYS = 2
/** Webhooks that have ended: whoever looks for what went wrong looks within some weeks. */
export const DELIVERY_KEPT_DAYS = 30
/** The same for mails: whether one went out. Its words are let go at once. */
export const MAIL_KEPT_DAYS = 30
/** Searches without a result: editors look through them once a term, and what is still asked is among them anew. */
export const GAP_KEPT_DAYS = 90
/** Named by a type of tickets: to read before its form is sent (more are a wall), and to offer first beside its tickets. */
export const TYPE_ARTICLES = 5
export const TYPE_MACROS = 20
/** The name of a type in its file. */
export const TICKET_TYPE_MAX_CHARS = 60
/** Sites that an admin lets carry the widget: a university with many. */
export const ORIGINS = 50
/** Of one: the longest name that there is, its scheme and a port. */
export const ORIGIN_MAX_CHARS = 270
/** Each is asked at each thing that it is told of. */
export const ENDPOINTS = 10
export const ENDPOINT_MAX_CHARS = 500
/** Of the help center: it stands in one line beside its sign. */
export const BRAND_NAME_MAX_CHARS = 40
/** The first words of the widget: two lines of its title. */
export const GREETING_MAX_CHARS = 80
/** Of the sender of letters: what a phone shows of it in a list. */
export const SENDER_NAME_MAX_CHARS = 60
/** Of a picture before it is made smaller. */
export const LOGO_MAX_BYTES = 2_000_000
/** Characters of a time zone's name: twice the longest that there is. */
export const ZONE_MAX_CHARS = 64
/** Characters of the words that go with a rating. */
export const RATING_COMMENT_MAX_CHARS = 2_000
/** A rating can be changed for this long after it was given: time to sleep on it, too short to be talked out of it. */
export const RATING_CHANGE_MS = 24 * 60 * 60_000
/** Characters of a transcript that goes by mail: what mail programs show whole. A longer one is downloaded. */
export const TRANSCRIPT_MAIL_MAX_CHARS = 100_000
/** Characters of the browser and system in a hand-over: “Chrome 131 on Windows”. */
export const BROWSER_MAX_CHARS = 80

/** So many at once, then so many a second. */
export interface Rate {
  burst: number
  perSecond: number
}
/** What a command costs: it wakes people, is kept, is read, is forgotten at once, sends a mail, or changes something. */
export type CommandKind = 'open' | 'write' | 'read' | 'signal' | 'mail' | 'act'
/**
 * Commands of one person, by kind; past it they are refused with `retryAfterMs`. Who comes back may send what was written
 * in a bad hour at once, and read a hundred threads; what goes on is some times what hands can do.
 */
export const COMMAND_RATES: Record<
  'contact' | 'agent',
  Record<Exclude<CommandKind, 'mail'>, Rate> & { mail?: Rate }
> = {
  contact: {
    open: { burst: 10, perSecond: 0.2 },
    write: { burst: 60, perSecond: 2 },
    read: { burst: 200, perSecond: 20 },
    signal: { burst: 60, perSecond: 5 },
    // A transcript: a few at once, then one in twenty minutes.
    mail: { burst: 3, perSecond: 1 / 1_200 },
    act: { burst: 30, perSecond: 1 },
  },
  // Forty tickets are open, and each is read, seen and answered from the keyboard.
  agent: {
    open: { burst: 10, perSecond: 0.2 },
    write: { burst: 120, perSecond: 10 },
    read: { burst: 400, perSecond: 40 },
    signal: { burst: 200, perSecond: 20 },
    act: { burst: 120, perSecond: 5 },
  },
}
/**
 * Of the desk one agent reads so much at once and goes on so fast, or a stolen session would copy a desk of 10,000 tickets in four minutes,
 * at the pace that reads have. Threads: whoever steps from one ticket to the next, eight a second, goes on like that for more than two minutes, and
 * then has fifteen a minute, which nobody reads; 10,000 take ten hours. Pages of lists and searches after the first, of a hundred rows: somebody scrolls to row 12,000.
 */
export const READING_RATES: Record<'threads' | 'lists', Rate> = {
  threads: { burst: 1_000, perSecond: 1 / 4 },
  lists: { burst: 120, perSecond: 1 / 10 },
}
/** Commands of one address that its people's own limits let through: a school that is cut off and comes back at once. */
export const ADDRESS_RATE: Rate = { burst: 4_000, perSecond: 400 }
/** Frames of one socket that are no commands, or were refused as too many: some times the beats. Past it: 4008. */
export const NOISE_RATE: Rate = { burst: 120, perSecond: 2 }

/** Sockets that one person may hold: tabs that share none, on some devices. Who has them all waits until one is gone. */
export const SOCKETS_OF_ONE = 20
/** Sockets that one address may hold: all of a large school at once, and no machine can take them all. */
export const SOCKETS_OF_ADDRESS = 5_000

/** Close codes of both sockets. 1009 and 1012 are the standard's own. */
export const CLOSE = {
  helloExpected: 4000,
  sessionEnded: 4001,
  silent: 4002,
  unsupported: 4003,
  tooMany: 4008,
  tooBig: 1009,
  restart: 1012,
  behind: 1013,
} as const

/** Days in one report: a year and a day, so that a year can be compared with its beginning. */
export const REPORT_DAYS_MAX = 367
