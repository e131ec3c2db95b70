// The sentences about files, in Arabic.

export const attach = 'إرفاق ملفات'
export const dropHere = 'أفلت ملفاتك هنا'
export const chosen = 'ملفات رسالتك'
export const tooMany = (most: number) =>
  `الحد الأقصى لعدد الملفات في الرسالة: ${most}. أزل بعضها أو أرسلها في رسالتين.`

export const goes = 'تُرسل فور اكتمال رفع كل شيء.'
export const notSent = 'لم تُرسل بعد. اضغط «إرسال» مرة أخرى.'

export const fileWords = {
  open: (name: string) => `تنزيل ${name}`,
  notLoaded: 'تعذّر التحميل. اضغط للمحاولة مرة أخرى.',
}

export const reasons: Record<string, string> = {
  lost: 'أُعيد تحميل الصفحة قبل اكتمال الرفع. اختر الملف من جديد.',
  blocked: 'شيء ما في هذه الشبكة لا يسمح بمرور هذا الملف. حاول من شبكة أخرى.',
  'attachment.empty': 'هذا الملف فارغ.',
  'attachment.too_large': 'أكبر من 10 MB. اختر ملفًا أصغر.',
  'attachment.kind': 'نقبل الصور وPDF والنصوص وملفات Word وExcel وPowerPoint.',
  'attachment.damaged': 'تتعذّر قراءة هذه الصورة. جرّب لقطة شاشة.',
  'attachment.day_full': 'ملفات كثيرة في يوم واحد. حاول لاحقًا.',
}
export const otherReason = 'تعذّر إرسال هذا الملف. حاول مرة أخرى.'

export const waits = 'يُرسل مع رسالتك بعد إثبات عنوانك'

export const words = {
  remove: (name: string) => `إزالة ${name}`,
  again: 'حاول مرة أخرى',
  uploading: (percent: number) => `جارٍ الرفع، ${percent}%`,
}

export const waitsForLine = (percent: number) => `بانتظار الاتصال، ${percent}%`

export const missing = 'لم يُحفظ أحد الملفات. أزل الرسالة واكتبها من جديد.'
