// The sentences of forms, in Arabic.

import type { AnswerFault } from '../../../protocol/answers.ts'

export const before = 'قبل الإرسال'
export const optional = 'اختياري'
export const yourMessage = 'رسالتك'
export const gone = 'هذا النموذج غير متاح'
export const goneHint = 'ربما كان لمن سجّلوا الدخول فقط، أو أُزيل. ما زال بإمكانك الكتابة إلينا.'
export const theForm = 'النموذج'
export const yourAnswers = 'إجاباتك'

export const faults: Record<AnswerFault['why'], string> = {
  missing: 'هذا مطلوب.',
  too_long: 'هذا طويل جدًا. ضع الباقي في رسالتك.',
  no_option: 'اختر إجابة.',
  no_date: 'هذا التاريخ غير موجود.',
  no_address: 'هذا ليس عنوان بريد إلكتروني. تحقّق من خلوّه من الأخطاء.',
  too_many: 'ملفات كثيرة. أزل بعضها.',
  wrong_kind: 'لا يمكن قبول هذا. أعد تحميل الصفحة.',
  unknown: 'لا يمكن قبول هذا. أعد تحميل الصفحة.',
}

export const ofObject = { another: 'غير ذلك', whichOne: 'ما هو؟' }
export const mayHold = (address: string) =>
  `قد يكون في حساب عنوانه ${address}. إن كان هذا عنوانك، فاكتب العنوان كاملًا أعلاه.`
export const otherAccount = 'إنه على الأرجح في حسابك الآخر'
export const otherAccountWhy =
  'استخدم منسّقك عنوانًا غير الذي سجّلت الدخول به. ادمج الحسابين، وسينتقل التدريب معهما. ما كتبته محفوظ.'
export const mergeInstead = 'دمج الحسابين'
export const notThat = 'إنه شيء آخر'
export const change = 'تغيير'
