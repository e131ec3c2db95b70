// The one icon set: 20 px, 1.5 px stroke, the colour of the text around it. An icon is decoration and hidden from
// screen readers: the control that carries it has the name. Each is a component, so that a bundle takes only its own.

/** A 20 × 20 drawing of `d`, as one stroke. */
const icon = (d: string) =>
  function Icon({ size = 20 }: { size?: 16 | 20 | 24 }) {
    return (
      <svg
        class="hd-icon"
        width={size}
        height={size}
        viewBox="0 0 20 20"
        fill="none"
        stroke="currentColor"
        stroke-width="1.5"
        stroke-linecap="round"
        stroke-linejoin="round"
        aria-hidden="true"
      >
        <path d={d} />
      </svg>
    )
  }

/**
 * Both before `more` of the drawing, which stands within the call: marked like this, all of it goes with an icon that a bundle does not
 * take, where a template around it would stay.
 */
const circle = /*#__NO_SIDE_EFFECTS__*/ (x: number, y: number, r: number, more = '') =>
  `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0-${2 * r} 0${more}`
const ringed = /*#__NO_SIDE_EFFECTS__*/ (more: string) =>
  `M2.75 10a7.25 7.25 0 1 0 14.5 0a7.25 7.25 0 1 0-14.5 0${more}`

// moving about
export const BackIcon = /*#__PURE__*/ icon('M12 4.5 6.5 10l5.5 5.5')
export const ForwardIcon = /*#__PURE__*/ icon('M8 4.5 13.5 10 8 15.5')
export const DownIcon = /*#__PURE__*/ icon('M4.5 7.5 10 13l5.5-5.5')
export const ArrowRightIcon = /*#__PURE__*/ icon('M3.5 10h13M11.5 5l5 5-5 5')
export const ArrowDownIcon = /*#__PURE__*/ icon('M10 3.5v13M5 11.5l5 5 5-5')
export const CloseIcon = /*#__PURE__*/ icon('m5 5 10 10M15 5 5 15')
export const MenuIcon = /*#__PURE__*/ icon('M3.5 5.5h13M3.5 10h13M3.5 14.5h13')
export const MoreIcon = /*#__PURE__*/ icon(circle(4.5, 10, 0.6, circle(10, 10, 0.6, circle(15.5, 10, 0.6))))
export const ExternalIcon = /*#__PURE__*/ icon(
  'M11.5 3.5h5v5M16.25 3.75 9.5 10.5M14.5 11.5v4a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1h4',
)
export const PanelIcon = /*#__PURE__*/ icon(
  'M4.5 3.5h11a1 1 0 0 1 1 1v11a1 1 0 0 1-1 1h-11a1 1 0 0 1-1-1v-11a1 1 0 0 1 1-1M12.5 3.5v13',
)

// doing
export const ReportIcon = /*#__PURE__*/ icon('M3.5 3.5v13h13M7 13.5v-3M10.5 13.5v-7M14 13.5V9')
export const SearchIcon = /*#__PURE__*/ icon(
  'M3.25 9a5.75 5.75 0 1 0 11.5 0a5.75 5.75 0 1 0-11.5 0M13.2 13.2l3.6 3.6',
)
export const SendIcon = /*#__PURE__*/ icon('M10 16.25V4M4.75 9 10 3.75 15.25 9')
export const CheckIcon = /*#__PURE__*/ icon('m4 10.75 4 4 8-9')
export const RetryIcon = /*#__PURE__*/ icon('M15.9 8.1A6.25 6.25 0 1 0 16.25 10M16.5 4v4.25h-4.25')
export const EditIcon = /*#__PURE__*/ icon(
  'M12.9 4.1a1.6 1.6 0 0 1 2.25 0l.75.75a1.6 1.6 0 0 1 0 2.25L7.5 15.5l-4 1 1-4zM11.5 5.5l3 3',
)
export const SlidersIcon = /*#__PURE__*/ icon(
  circle(11.5, 6, 2, circle(8.5, 14, 2, 'M3.5 6h6M13.5 6h3M3.5 14h3M10.5 14h6')),
)
export const LogOutIcon = /*#__PURE__*/ icon(
  'M8 16.5H4.5a1 1 0 0 1-1-1v-11a1 1 0 0 1 1-1H8M8 10h8.5M13 6.5l3.5 3.5-3.5 3.5',
)
export const MergeIcon = /*#__PURE__*/ icon(
  'M4 4.5h1.5c3 0 3 5.5 6 5.5H16M4 15.5h1.5c3 0 3-5.5 6-5.5M13 7l3 3-3 3',
)
export const MacroIcon = /*#__PURE__*/ icon('M10.75 2.75 4.5 11.25h4.75l-.75 6 6.25-8.5h-4.75z')
export const RuleIcon = /*#__PURE__*/ icon(
  circle(5.5, 5, 1.75, circle(14.5, 15, 1.75, 'M5.5 6.75v4.5a3.75 3.75 0 0 0 3.75 3.75h3.5')),
)
export const AddIcon = /*#__PURE__*/ icon('M10 4.5v11M4.5 10h11')
export const FilterIcon = /*#__PURE__*/ icon('M3.5 5.5h13M6 10h8M8.5 14.5h3')
export const SortIcon = /*#__PURE__*/ icon('M6.5 4v12M3.5 13l3 3 3-3M11.5 5.5h5M11.5 10h4M11.5 14.5h2.5')
export const TagIcon = /*#__PURE__*/ icon(
  circle(
    7,
    7,
    0.75,
    'M3.5 9.6V4.5a1 1 0 0 1 1-1h5.1a1 1 0 0 1 .7.3l6.2 6.2a1 1 0 0 1 0 1.4l-5.1 5.1a1 1 0 0 1-1.4 0L3.8 10.3a1 1 0 0 1-.3-.7',
  ),
)
export const SnoozeIcon = /*#__PURE__*/ icon('M16.4 11.6A6.75 6.75 0 1 1 8.4 3.6a5.4 5.4 0 0 0 8 8')

// things
export const ChatIcon = /*#__PURE__*/ icon(
  'M10 3.25c4 0 7.25 2.75 7.25 6.25s-3.25 6.25-7.25 6.25c-.9 0-1.8-.15-2.6-.4L3.5 16.75l.9-3.3a5.7 5.7 0 0 1-1.65-3.95c0-3.5 3.25-6.25 7.25-6.25',
)
export const ArticleIcon = /*#__PURE__*/ icon(
  'M5.5 3h6L15.5 7v9a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1M11.5 3v4h4M7.25 10.5h5.5M7.25 13.5h3.5',
)
export const InboxIcon = /*#__PURE__*/ icon(
  'M3.5 11.5 5.75 4.75A1 1 0 0 1 6.7 4h6.6a1 1 0 0 1 .95.75l2.25 6.75v4a1 1 0 0 1-1 1h-11a1 1 0 0 1-1-1zh4l1 2h3l1-2h4',
)
export const PageIcon = /*#__PURE__*/ icon(
  'M4 4.5h12a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1M3 8h14M5.5 6.25h.01M7.75 6.25h.01',
)
export const HistoryIcon = /*#__PURE__*/ icon(
  'M3.75 7.5A6.75 6.75 0 1 1 3.25 10M3.5 4v3.75h3.75M10 6.5V10l2.5 1.75',
)
export const KeyboardIcon = /*#__PURE__*/ icon(
  'M3.5 5.5h13a1 1 0 0 1 1 1v7a1 1 0 0 1-1 1h-13a1 1 0 0 1-1-1v-7a1 1 0 0 1 1-1M5.5 8.5h.01M8.5 8.5h.01M11.5 8.5h.01M14.5 8.5h.01M7 11.5h6',
)

// people
export const PersonIcon = /*#__PURE__*/ icon(
  circle(10, 6.75, 3.25, 'M3.75 16.75c.5-3.25 2.9-5 6.25-5s5.75 1.75 6.25 5'),
)
export const MentionIcon = /*#__PURE__*/ icon(
  circle(10, 10, 2.75, 'M12.75 7.25v3.5c0 2.75 4.25 2.5 4.25-.75a7 7 0 1 0-2.9 5.7'),
)
export const PeopleIcon = /*#__PURE__*/ icon(
  circle(
    7.5,
    7,
    2.75,
    'M2.5 16c.4-2.9 2.3-4.25 5-4.25s4.6 1.35 5 4.25M13 4.5a2.6 2.6 0 0 1 0 5M14.75 12c1.6.5 2.5 1.8 2.75 4',
  ),
)
export const TeamIcon = /*#__PURE__*/ icon(
  'M7.75 5a2.25 2.25 0 1 0 4.5 0a2.25 2.25 0 1 0-4.5 0M2.75 14.5a2.25 2.25 0 1 0 4.5 0a2.25 2.25 0 1 0-4.5 0M12.75 14.5a2.25 2.25 0 1 0 4.5 0a2.25 2.25 0 1 0-4.5 0M8.75 7.25l-2.5 5M11.25 7.25l2.5 5M7.5 14.5h5',
)
export const VerifiedIcon = /*#__PURE__*/ icon(
  'M10 2.75 4 5v4.5c0 3.6 2.4 6.3 6 7.75 3.6-1.45 6-4.15 6-7.75V5zM7.25 10l2 2 3.5-4',
)
export const GuestIcon = /*#__PURE__*/ icon(ringed('M8 8a2 2 0 1 1 2.9 1.8c-.6.3-.9.7-.9 1.45M10 13.75h.01'))

// how it was, from the worst to the best
const MOUTHS = [
  'M6.75 14.25c.6-1.8 1.8-2.75 3.25-2.75s2.65.95 3.25 2.75',
  'M7.25 13.75c.7-.9 1.6-1.25 2.75-1.25s2.05.35 2.75 1.25',
  'M7.25 13h5.5',
  'M7.25 12.25c.7.9 1.6 1.25 2.75 1.25s2.05-.35 2.75-1.25',
  'M6.5 11.5c.5 2 1.8 3 3.5 3s3-1 3.5-3z',
]
export const FACES = /*#__PURE__*/ MOUTHS.map((mouth) => icon(ringed(`M7.5 8h.01M12.5 8h.01${mouth}`)))

// states
export const LockIcon = /*#__PURE__*/ icon(
  'M5.5 9h9a1 1 0 0 1 1 1v5.5a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1V10a1 1 0 0 1 1-1M7 9V6.5a3 3 0 0 1 6 0V9',
)
export const SmileIcon = /*#__PURE__*/ icon(ringed('M7 12a3.75 3.75 0 0 0 6 0M7.5 8h.01M12.5 8h.01'))
export const BellIcon = /*#__PURE__*/ icon(
  'M5 13.5h10l-1.25-2V8.75a3.75 3.75 0 0 0-7.5 0v2.75zM8.5 16a1.6 1.6 0 0 0 3 0',
)
export const ClockIcon = /*#__PURE__*/ icon(ringed('M10 6v4l2.75 2'))
export const InfoIcon = /*#__PURE__*/ icon(ringed('M10 9.25v4.25M10 6.5h.01'))
export const AlertIcon = /*#__PURE__*/ icon(ringed('M10 6.25V10.5M10 13.5h.01'))
export const DoneIcon = /*#__PURE__*/ icon(ringed('M6.75 10.25l2.25 2.25 4.25-4.75'))
export const OfflineIcon = /*#__PURE__*/ icon(
  'm3.5 3.5 13 13M5.7 11.2a6 6 0 0 1 3-1.6M3 8.4a10 10 0 0 1 3.1-2M9.2 5.5A10 10 0 0 1 17 8.4M12.2 9.8a6 6 0 0 1 2.1 1.4M10 14.75h.01',
)
export const EyeIcon = /*#__PURE__*/ icon(
  circle(10, 10, 2.25, 'M2.5 10c1.6-3.2 4.3-5 7.5-5s5.9 1.8 7.5 5c-1.6 3.2-4.3 5-7.5 5s-5.9-1.8-7.5-5'),
)

// mails, files
export const MailIcon = /*#__PURE__*/ icon(
  'M4 4.5h12a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1M3.25 5.5 10 11l6.75-5.5',
)
export const DownloadIcon = /*#__PURE__*/ icon('M10 3.5v9M6 9l4 4 4-4M4 16.5h12')
export const AttachIcon = /*#__PURE__*/ icon(
  'm16 9.5-6.2 6.2a3.9 3.9 0 0 1-5.5-5.5l6.5-6.5a2.6 2.6 0 0 1 3.7 3.7L8 13.9a1.3 1.3 0 0 1-1.8-1.8l6-6',
)
export const FileIcon = /*#__PURE__*/ icon('M11.5 2.75h-6v14.5h9V5.75zM11.5 2.75v3h3')
