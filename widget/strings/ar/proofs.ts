// The sentences of the mailed code and the merge, in Arabic.

import type { MergeState } from '../../../protocol/account-merge.ts'
import type { MergeCode } from '../../../protocol/entities.ts'
import type { RefusalCode } from '../../../protocol/errors.ts'

const plural = new Intl.PluralRules('ar')
/** One and two stand in the word itself. */
const count = (n: number, forms: { one: string; two: string; few: string; many: string; other: string }) => {
  const form = plural.select(n)
  if (form === 'one' || form === 'two') return forms[form]
  return `${n} ${forms[form === 'zero' ? 'other' : form]}`
}

export const codeTitle = 'تفقّد بريدك'
export const codeSentTo = (email: string) => `أرسلنا رمزًا إلى ${email}.`
export const codesSentTo = (email: string) =>
  `أُرسلت مؤخرًا عدة رموز إلى ${email}، وقد لا يصل رمز جديد. أدخل أحدث رمز تجده في بريدك. إن لم تجد أي رمز فاطلبه مرة أخرى بعد قليل.`
export const sentOnceTyped = 'سيُرسل ما كتبته فور إدخال الرمز هنا.'
export const writtenBefore = 'سبق أن كتبت إلينا؟ اطلب رمزًا'
export const code = 'الرمز'
export const codeLeft = (left: string) => `صالح لمدة ${left}`
export const newCode = 'إرسال رمز جديد'
export const otherAddress = 'استخدام عنوان آخر'
export const confirm = 'تأكيد'

export const orLogIn = 'أو سجّل الدخول إليه: لا يلزم عندئذ رمز، ويبقى دخولك هنا كما هو.'
export const logInThere = 'تسجيل الدخول إلى الحساب الآخر'
export const otherThanNamed = 'ليس هذا هو الحساب الذي ذكرته.'

export const invited = 'يمكنك دمج حسابين'
export const invitedHint =
  'أنت من يثبت أن كليهما لك. لا يستطيع أحد من الدعم فعل ذلك عنك، ولن يطلب منك رمزًا أبدًا.'
export const mergeStep = (step: number) => `الخطوة ${step} من 3`
export const mergeWhat = 'ما الذي سيحدث'
export const mergeStays = 'يبقى هذا الحساب'
export const mergeEnds = 'ينتهي الحساب الآخر'
export const mergeEndsHint = 'تخبرنا بعنوانه في الخطوة التالية'
export const mergeFacts = [
  'ينتقل كل شيء إلى هذا الحساب.',
  'ينظر شخص في الحسابين أولًا.',
  'يُبلَّغ العنوانان، ويستطيع أي منهما إيقاف الأمر.',
]
export const mergeOther = 'الحساب الآخر'
export const mergeAddress = 'بريده الإلكتروني'
export const mergeAddressHint = 'نرسل إليه رمزًا لنرى أنه لك.'
export const mergeSendCode = 'إرسال الرمز'
export const mergeStates: Record<MergeState, [word: string, meaning: string]> = {
  proof_sent: ['بانتظار الرمز', 'اكتب الرمز الذي أرسلناه إلى العنوان الآخر.'],
  in_review: ['قيد المراجعة', 'ينظر شخص في الحسابين. يصل الرد إلى هنا وبالبريد.'],
  approved: ['تمت الموافقة', 'ما زال بإمكانك إيقافه ما دامت هذه المدة جارية.'],
  executing: ['يجري الدمج الآن', 'يستغرق ذلك لحظة.'],
  merged: ['تم الدمج', 'لديك الآن حساب واحد فيه كل شيء.'],
  failed: ['لم يتم بعد', 'حدث خطأ ما. لم يضع شيء. نحن ننظر في الأمر.'],
  rejected: ['مرفوض', 'لم ندمج هذين الحسابين.'],
  cancelled: ['أُوقف', 'الحسابان كما كانا.'],
  expired: ['انتهت المهلة', 'لم يُكتب الرمز في الوقت المحدد.'],
  undo_requested: ['قد يُتراجع عنه', 'طلب شخص التراجع عن الدمج. سنخبرك بالنتيجة.'],
  undone: ['تم التراجع', 'عاد لديك حسابان، لكل منهما ما كان فيه.'],
  undo_refused: ['تم الدمج', 'لم يُتراجع عن الدمج: لديك حساب واحد.'],
}
export const mergeStarts = (left: string) => `يبدأ بعد ${left}`
export const mergeStop = 'إيقاف هذا الدمج'
export const mergeStopSure = 'يبقى الحسابان كما هما.'
export const mergeStopYes = 'نعم، أوقفه'
export const mergeStopNo = 'لا، دعه يستمر'
export const mergeAnew = 'البدء من جديد'
export const mergeAnother = 'دمج حساب آخر'
export const openTicket = 'فتح التذكرة'
export const signIn = 'سجّل الدخول أولًا'
export const signInHint =
  'أنت وحدك تستطيع دمج حسابيك، لذلك يجب أن تكون قد سجّلت الدخول. أغلق هذه النافذة وسجّل الدخول إلى الموقع بالحساب الذي تريد الاحتفاظ به، ثم اختر «دمج حسابين» هنا من جديد.'
export const cannotSignIn = 'لا أستطيع تسجيل الدخول'

export function mergeActivity(code: MergeCode, { fromEmail, reason }: Record<string, string>): string {
  switch (code) {
    case 'merge.requested':
      return `طلبت دمج ${fromEmail ?? 'حسابك الآخر'} في هذا الحساب`
    case 'merge.approved':
      return 'تمت الموافقة على الدمج'
    case 'merge.rejected':
      return `رُفض الدمج. ${reason ?? ''}`
    case 'merge.cancelled':
      return 'أُوقف الدمج'
    case 'merge.completed':
      return 'دُمج حساباك'
    case 'merge.failed':
      return 'لم ينجح الدمج. نحن ننظر في الأمر.'
    case 'merge.returned':
      return 'تغيّر الحسابان؛ ننظر فيهما من جديد'
    case 'merge.undone':
      return 'تم التراجع عن الدمج'
  }
}

export const triesLeft = (n: number) =>
  `هذا ليس الرمز. المتبقي: ${count(n, {
    ...{ one: 'محاولة واحدة', two: 'محاولتان', few: 'محاولات', many: 'محاولة', other: 'محاولة' },
  })}.`
export const refusals: Partial<Record<RefusalCode, string>> = {
  'identity.not_fresh': 'سجّل الدخول إلى الموقع مرة أخرى ثم أعد المحاولة.',
  'code.ended': 'انتهت صلاحية هذا الرمز. اطلب رمزًا جديدًا.',
  'merge.same_account': 'هذا هو الحساب الذي سجّلت الدخول به. اكتب العنوان الآخر.',
  'merge.already_open': 'هناك دمج جارٍ لأحد هذين الحسابين.',
}
