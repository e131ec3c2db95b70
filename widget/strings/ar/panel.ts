// The sentences of the panel, in Arabic.

import type { ActivityCode, MergeCode, TicketState } from '../../../protocol/entities.ts'
import type { RefusalCode } from '../../../protocol/errors.ts'

const plural = new Intl.PluralRules('ar')
/** One and two stand in the word itself. */
const count = (n: number, forms: { one: string; two: string; few: string; many: string; other: string }) => {
  const form = plural.select(n)
  if (form === 'one' || form === 'two') return forms[form]
  return `${n} ${forms[form === 'zero' ? 'other' : form]}`
}

export const language = 'ar'
export const direction = 'rtl'
/** As in numbers of tickets, and in codes. */
export const digits = 'latn'

export const help = 'المساعدة'
export const greeting = (name: string) => `مرحبًا ${name}`
export const close = 'إغلاق المساعدة'
export const launcher = (isOpen: boolean, unread: number) =>
  isOpen ? close : `المساعدة${unread ? `، غير مقروء: ${unread}` : ''}`
export const back = 'رجوع'
export const loading = 'جارٍ التحميل'
export const again = 'حاول مرة أخرى'
export const goOn = 'متابعة'
export const send = 'إرسال'
export const notLoaded = (what: string) => `تعذّر تحميل ${what}`
export const checkConnection = 'تحقّق من الاتصال وحاول مرة أخرى.'

export const searchLabel = 'البحث عن مساعدة'
export const searchHint = 'كيف يمكننا مساعدتك؟'
export const clearSearch = 'مسح البحث'
export const results = 'النتائج'
export const resultCount = (n: number) =>
  n
    ? count(n, { one: 'نتيجة واحدة', two: 'نتيجتان', few: 'نتائج', many: 'نتيجة', other: 'نتيجة' })
    : 'لا نتائج (0)'
export const meant = (query: string) => `نتائج «${query}»`
export const unsure = 'قد لا يكون هذا هو الجواب'
export const askAPerson = 'اسأل شخصًا'
export const nothingFound = (query: string) => `لا نتائج عن «${query}»`
export const nothingFoundHint = 'جرّب كلمات أخرى أو اسأل شخصًا.'

export const suggested = 'مقترح لهذه الصفحة'
export const topics = 'كل المواضيع'
export const articleCount = (n: number) =>
  count(n, { one: 'مقالة واحدة', two: 'مقالتان', few: 'مقالات', many: 'مقالة', other: 'مقالة' })
export const theArticles = 'المقالات'

export const yourTickets = 'تذاكرك'
export const noTickets = 'لا تذاكر بعد'
export const noTicketsHint = 'عندما تكتب إلينا يصل الرد إلى هنا.'
export const ticketNumber = (n: number) => `التذكرة ${n}`
export const notSentYet = 'لم تُرسل بعد'
export const unread = 'غير مقروء'
export const states: Record<TicketState, string> = {
  open: 'مفتوحة',
  waiting_on_contact: 'تمت الإجابة',
  snoozed: 'مفتوحة',
  solved: 'محلولة',
}
export const said = (name: string, text: string) => `${name || 'أنت'}: ${text}`

export const writeToUs = 'اكتب إلينا'
export const usualWait = (span: string) => `نجيب عادةً خلال ${span} تقريبًا`
export const backAt = ({ day, isNear }: { day: string; isNear: boolean }, time: string) =>
  `نعود ${isNear ? '' : 'يوم '}${day} الساعة ${time}`
export const yourMessage = 'رسالتك'
export const messageHint = 'ماذا حدث، وماذا كنت تتوقع؟'
export const kinds = 'أو أخبرنا بنموذج قصير:'
export const maybeAnswered = 'قد يجيب هذا عن سؤالك'
export const discardMessage = 'سرّنا أن ذلك أفادك. هل تتخلى عن رسالتك؟'
export const discard = 'التخلي عنها'
export const keepWriting = 'مواصلة الكتابة'
export const weWriteTo = (address: string) => `سنكتب أيضًا إلى ${address}`
export const writeHere = 'اكتب رسالة'
export const writeToReopen = 'اكتب لإعادة فتحها'
export const tooLong = (over: number) =>
  count(over, {
    ...{ one: 'حرف واحد زائد', two: 'حرفان زائدان', few: 'أحرف زائدة' },
    ...{ many: 'حرفًا زائدًا', other: 'حرف زائد' },
  })

export const yourName = 'اسمك'
export const yourAddress = 'بريدك الإلكتروني'
export const addressHint = 'نرسل إليك رمزًا للتحقق منه.'
export const needsName = 'أخبرنا باسمك.'

export const openInHelpCenter = 'فتح في مركز المساعدة'
export const updated = (date: string) => `آخر تحديث ${date}`
export const notTranslated = 'لم تُترجم بعد'
export const showNewer = 'حُدّثت. عرض النسخة الجديدة'
export const theArticle = 'المقالة'
export const articleGone = 'لم تعد هذه المقالة موجودة'
export const articleGoneHint = 'ابحث عنها أو اكتب إلينا.'
export const didItHelp = 'هل أجاب هذا عن سؤالك؟'
export const answers = { yes: 'نعم', partly: 'جزئيًا', no: 'لا' }
export const thanks = 'شكرًا لك، وصلنا رأيك.'
export const whatWasMissing = 'ما الذي كان ناقصًا؟'
export const whatWasMissingHint = 'اختياري. يقرؤه المحررون.'
export const askAPersonHint = 'نرى ما قرأته، فلا حاجة إلى تكراره.'

export const solve = 'حُلّت المشكلة'
export const earlier = 'عرض الرسائل السابقة'
export const newLine = 'جديد'
export const messages = 'الرسائل'
export const theMessages = 'الرسائل'
export const onThisDevice = 'على هذا الجهاز'
export const sending = 'جارٍ الإرسال'
export const sent = 'أُرسلت'
export const delivered = 'وصلت'
export const seen = 'شوهدت'
export const notSent = (why: string) => `لم تُرسل. ${why}`
export const sendAgain = 'إعادة الإرسال'
export const remove = 'إزالة'
export const deleted = 'حُذفت هذه الرسالة'

export function activity(
  code: Exclude<ActivityCode, MergeCode> | 'message.deleted',
  { name, side, fields }: Record<string, string>,
): string {
  switch (code) {
    case 'ticket.opened':
      return `فتح ${name} هذه التذكرة لك`
    case 'ticket.assigned':
      return `يتولى ${name} هذا الأمر`
    case 'ticket.solved':
      return side === 'contact' ? 'وضعت عليها علامة «محلولة»' : 'حُلّت'
    case 'ticket.reopened':
      return 'فُتحت من جديد'
    case 'ticket.continued':
      return `تتابع في ${name}`
    case 'ticket.continues':
      return `متابعة ${name}`
    case 'form.changed':
      return `غيّر ${name} إجاباتك: ${fields}`
    case 'message.deleted':
      return deleted
  }
}

export const merge = 'دمج حسابين'
export const mergeHint = 'اجعل من حسابين حسابًا واحدًا'
export const offline = 'لا اتصال. ما تكتبه يُحفظ ويُرسل لاحقًا.'
export const unreachable = `لم يُجب خادمنا. ${checkConnection}`
export const refusedOtherwise = 'لم ينجح ذلك. حاول مرة أخرى بعد قليل.'
export const refusals: Partial<Record<RefusalCode, string>> = {
  'request.too_many': 'محاولات كثيرة. انتظر قليلًا ثم حاول مرة أخرى.',
  'session.ended': 'انتهت جلستك. أعد تحميل الصفحة.',
  'identity.invalid': 'تعذّر التأكد من هويتك. سجّل الدخول من جديد.',
  'identity.expired': 'انتهت صلاحية تسجيل دخولك. أعد تحميل الصفحة أو سجّل الدخول من جديد؛ ما كتبته محفوظ.',
  'identity.merged_away': 'أصبح هذا الحساب جزءًا من حساب آخر. سجّل الدخول بذلك الحساب.',
  'protocol.unsupported': 'حُدّثت المساعدة. أعد تحميل الصفحة.',
  not_found: 'لم يعد هذا موجودًا.',
  'address.invalid': 'لا يمكننا الكتابة إلى هذا العنوان. تحقّق من خلوّه من الأخطاء.',
  'answers.invalid': 'تغيّر النموذج في هذه الأثناء. انسخ رسالتك واملأه من جديد.',
}
