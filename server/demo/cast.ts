// Who lives in the pretend portal on its first day. Dates are counted from that day, so that something is always
// about to begin.

import { randomBytes } from 'node:crypto'
import { hashOf } from './passwords.ts'
import { type Account, dateOf, type PortalData, type Rotation, type Step } from './portal.ts'

export interface Member
  extends Pick<Account, 'externalId' | 'name' | 'email' | 'school' | 'discipline' | 'year' | 'origin'> {
  password: string | null
}

interface CastMember extends Member {
  /** For the log-in page: what there is to try. */
  about: string
}

export const SCHOOLS = ['Northfield University', 'Calder College of Nursing', 'Eastmoor School of Medicine']
export const DISCIPLINES = ['Medicine', 'Nursing', 'Physical Therapy', 'Pharmacy']
export const YEARS = ['1st year', '2nd year', '3rd year', '4th year']

export const cast: CastMember[] = [
  {
    externalId: 'ww-10217',
    name: 'Maya Lindqvist',
    email: 'maya.lindqvist@northfield.edu',
    password: 'maya-on-the-ward',
    school: 'Northfield University',
    discipline: 'Nursing',
    year: '3rd year',
    origin: 'school',
    about: 'One account, two rotations.',
  },
  {
    externalId: 'ww-10684',
    name: 'Leo Okafor',
    email: 'leo.okafor@mail.example',
    password: 'leo-on-the-ward',
    school: '',
    discipline: '',
    year: '',
    origin: 'sign-up',
    about: 'Signed up himself, with his own address. His dashboard is empty.',
  },
  {
    externalId: 'ww-10391',
    name: 'Leo Okafor',
    email: 'l.okafor@northfield.edu',
    password: null,
    school: 'Northfield University',
    discipline: 'Medicine',
    year: '4th year',
    origin: 'school',
    about: 'Made by his school. His rotation is here, and he has never had a password.',
  },
]

/** Who asks for a merge on the desk's first day (server/seed/seed-tickets.ts). Nobody logs in as her. */
export const ELENA: Member = {
  externalId: 'ww-10702',
  name: 'Elena Duarte',
  email: 'elena.duarte@mail.example',
  password: null,
  school: '',
  discipline: 'Nursing',
  year: '1st year',
  origin: 'sign-up',
}
export const ELENA_AT_SCHOOL: Member = {
  ...ELENA,
  externalId: 'ww-10455',
  email: 'e.duarte@calder.example',
  school: 'Calder College of Nursing',
  year: '2nd year',
  origin: 'school',
}

export async function firstData(now: Date): Promise<PortalData> {
  const createdAt = now.toISOString()
  const members: Member[] = [...cast.map(({ about: _, ...member }) => member), ELENA, ELENA_AT_SCHOOL]
  const accounts = members.map(
    async ({ password, ...member }): Promise<Account> => ({
      ...member,
      emailVerified: true,
      passwordHash: password === null ? null : await hashOf(password),
      role: 'student',
      createdAt,
      logInsFrom: createdAt,
      mergedInto: null,
    }),
  )
  return {
    cookieKey: randomBytes(32).toString('base64'),
    accounts: await Promise.all(accounts),
    rotations: firstRotations(now),
    links: [],
    merges: {},
  }
}

function firstRotations(now: Date): Rotation[] {
  const day = (days: number) => dateOf(now, days)
  const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000).toISOString()
  return [
    {
      id: 'pediatrics-lakeshore',
      accountId: 'ww-10217',
      title: 'Pediatrics',
      site: "Lakeshore Children's Hospital",
      city: 'Northfield',
      startsOn: day(19),
      endsOn: day(60),
      preceptor: 'Dr. Hanna Weiss',
      coordinator: 'Priya Raman, Northfield University',
      steps: steps([
        ['Application', 'Schedule', 'you', day(-30), true],
        ['Application', 'Learning objectives', 'you', day(-28), true],
        ['Application', 'Decision', 'site', day(-20), true],
        ['Onboarding', 'Immunization record', 'you', day(4), false],
        ['Onboarding', 'Letter of good standing', 'school', day(6), false],
        ['Onboarding', 'Hospital badge', 'site', day(17), false],
        ['Offboarding', 'Evaluation of the student', 'site', day(67), false],
        ['Offboarding', 'Evaluation of the site', 'you', day(67), false],
      ]),
      comments: [
        {
          id: 'c1',
          accountId: null,
          by: 'Dr. Hanna Weiss',
          role: 'Preceptor',
          text: 'Welcome, Maya. On the first day please come to the east entrance at 7:15; I will meet you there.',
          at: hoursAgo(50),
        },
        {
          id: 'c2',
          accountId: 'ww-10217',
          by: 'Maya Lindqvist',
          role: 'Student',
          text: 'Thank you! Is there a place to leave a bicycle?',
          at: hoursAgo(46),
        },
        {
          id: 'c3',
          accountId: null,
          by: 'Tom Ferreira',
          role: 'Site coordinator',
          text: 'There is, behind the pharmacy. Your badge opens the gate.',
          at: hoursAgo(21),
        },
      ],
    },
    {
      id: 'family-medicine-harbor',
      accountId: 'ww-10217',
      title: 'Family Medicine',
      site: 'Harbor Street Clinic',
      city: 'Port Ellis',
      startsOn: day(-16),
      endsOn: day(11),
      preceptor: 'Dr. Samuel Ito',
      coordinator: 'Priya Raman, Northfield University',
      steps: steps([
        ['Application', 'Schedule', 'you', day(-80), true],
        ['Application', 'Decision', 'site', day(-70), true],
        ['Onboarding', 'Confidentiality agreement', 'you', day(-30), true],
        ['Onboarding', 'Orientation', 'site', day(-16), true],
        ['Offboarding', 'Reflection', 'you', day(14), false],
        ['Offboarding', 'Evaluation of the student', 'site', day(18), false],
      ]),
      comments: [],
    },
    {
      id: 'internal-medicine-st-brigid',
      accountId: 'ww-10391',
      title: 'Internal Medicine',
      site: "St. Brigid's Hospital",
      city: 'Northfield',
      startsOn: day(26),
      endsOn: day(54),
      preceptor: 'Dr. Aoife Brennan',
      coordinator: 'Priya Raman, Northfield University',
      steps: steps([
        ['Application', 'Scheduled by your school', 'school', day(-9), true],
        ['Onboarding', 'Immunization record', 'you', day(5), false],
        ['Onboarding', 'Background check', 'school', day(12), false],
        ['Onboarding', 'Access to the record system', 'site', day(24), false],
        ['Offboarding', 'Evaluation of the student', 'site', day(60), false],
      ]),
      comments: [
        {
          id: 'c1',
          accountId: null,
          by: 'Priya Raman',
          role: 'School coordinator',
          text: 'Leo, you are scheduled. Please hand in your immunization record this week.',
          at: hoursAgo(28),
        },
      ],
    },
    {
      id: 'community-nursing-harbor-first',
      accountId: ELENA_AT_SCHOOL.externalId,
      title: 'Community Nursing',
      site: 'Harbor Street Clinic',
      city: 'Port Ellis',
      startsOn: day(33),
      endsOn: day(74),
      preceptor: 'Marta Nowak, RN',
      coordinator: 'Joan Ferris, Calder College of Nursing',
      steps: steps([
        ['Application', 'Scheduled by your school', 'school', day(-5), true],
        ['Onboarding', 'Immunization record', 'you', day(12), false],
        ['Offboarding', 'Evaluation of the student', 'site', day(80), false],
      ]),
      comments: [],
    },
  ]
}

/** What students can look for themselves. */
export interface Opportunity extends Pick<Rotation, 'id' | 'title' | 'site' | 'city' | 'preceptor'> {
  discipline: string
  /** From today. */
  startsInDays: number
  days: number
  places: number
}

export const opportunities: Opportunity[] = [
  {
    id: 'emergency-lakeshore',
    title: 'Emergency Medicine',
    site: "Lakeshore Children's Hospital",
    city: 'Northfield',
    preceptor: 'Dr. Ruth Adeyemi',
    discipline: 'Medicine',
    startsInDays: 75,
    days: 27,
    places: 2,
  },
  {
    id: 'community-nursing-harbor',
    title: 'Community Nursing',
    site: 'Harbor Street Clinic',
    city: 'Port Ellis',
    preceptor: 'Marta Nowak, RN',
    discipline: 'Nursing',
    startsInDays: 61,
    days: 41,
    places: 4,
  },
  {
    id: 'psychiatry-elmgate',
    title: 'Psychiatry',
    site: 'Elmgate Hospital',
    city: 'Calder',
    preceptor: 'Dr. Julian Voss',
    discipline: 'Medicine',
    startsInDays: 90,
    days: 27,
    places: 1,
  },
  {
    id: 'critical-care-elmgate',
    title: 'Critical Care',
    site: 'Elmgate Hospital',
    city: 'Calder',
    preceptor: 'Beatriz Lima, RN',
    discipline: 'Nursing',
    startsInDays: 82,
    days: 34,
    places: 3,
  },
  {
    id: 'sports-rehab-quay',
    title: 'Sports Rehabilitation',
    site: 'Quayside Rehab',
    city: 'Port Ellis',
    preceptor: 'Noor Haddad, PT',
    discipline: 'Physical Therapy',
    startsInDays: 54,
    days: 41,
    places: 2,
  },
  {
    id: 'hospital-pharmacy-elmgate',
    title: 'Hospital Pharmacy',
    site: 'Elmgate Hospital',
    city: 'Calder',
    preceptor: 'Dr. Pei-Shan Lu',
    discipline: 'Pharmacy',
    startsInDays: 68,
    days: 20,
    places: 2,
  },
]

/** An application that was just started. */
export function applicationFor(opportunity: Opportunity, account: Account, now: Date, id: string): Rotation {
  const startsOn = dateOf(now, opportunity.startsInDays)
  return {
    id,
    accountId: account.externalId,
    title: opportunity.title,
    site: opportunity.site,
    city: opportunity.city,
    startsOn,
    endsOn: dateOf(now, opportunity.startsInDays + opportunity.days),
    preceptor: opportunity.preceptor,
    coordinator: 'Not named yet',
    steps: steps([
      ['Application', 'Schedule', 'you', dateOf(now, 14), false],
      ['Application', 'Learning objectives', 'you', dateOf(now, 14), false],
      ['Application', 'Decision', 'site', dateOf(now, 30), false],
    ]),
    comments: [],
  }
}

function steps(rows: [Step['phase'], string, Step['owner'], string, boolean][]): Step[] {
  return rows.map(([phase, title, owner, dueOn, done], index) => ({
    id: `s${index + 1}`,
    phase,
    title,
    owner,
    dueOn,
    done,
  }))
}

/** The log-ins that have a password. The school's account of Leo has none yet; that is its story. */
export const demoLogins: { name: string; email: string; password: string }[] = cast.flatMap(
  ({ name, email, password }) => (password === null ? [] : [{ name, email, password }]),
)
