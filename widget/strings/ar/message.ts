// The sentences about a message that is there already, in Arabic.

export const more = 'المزيد'
export const jump = {
  newBelow: (news: number) => `جديد: ${news}`,
  toNewest: 'الانتقال إلى أحدث رسالة',
}
export const emoji = {
  emoji: 'رموز تعبيرية',
  find: 'البحث بالاسم، بالإنجليزية',
  none: 'لا يوجد رمز كهذا في القائمة القصيرة.',
  failed: 'تعذّر تحميل القائمة. اضغط مرة أخرى.',
}
export const you = 'أنت'
export const quote = {
  deleted: 'رسالة محذوفة',
  goTo: (name: string) => (name === you ? 'الانتقال إلى ما كتبته' : `الانتقال إلى ما كتبه ${name}`),
  remove: 'إلغاء الاقتباس',
}
export const held = (time: string) =>
  `رسائل كثيرة في وقت واحد. تُرسل هذه من تلقاء نفسها ${time ? `الساعة ${time}` : 'بعد قليل'}.`
export const notKept = 'لم يتمكن متصفحك من حفظ هذه الرسالة. اترك هذه الصفحة مفتوحة حتى تُرسل.'
export const heldBack = 'لم تصل بعد؛ نواصل المحاولة. إن كان شيء في هذه الشبكة يحجزها فقد تفيد شبكة أخرى.'
export const isTyping = (name: string) => `يكتب ${name} الآن`
export const edited = 'معدّلة'
export const words = {
  actions: 'هذه الرسالة',
  quote: 'اقتباس',
  edit: 'تعديل',
  delete: 'حذف',
  copy: 'نسخ',
  save: 'حفظ',
  cancel: 'إلغاء',
  keep: 'الاحتفاظ بها',
  sure: 'هل تحذف هذه الرسالة؟ يبقى بإمكان من يجيبك رؤية ما كان فيها.',
  text: 'رسالتك',
}

export const whyNot: Record<string, string> = {
  'message.too_late': 'لا يمكن تغيير الرسالة إلا خلال خمس دقائق.',
  'request.too_many': 'محاولات كثيرة. انتظر قليلًا ثم حاول مرة أخرى.',
}
export const refusedOtherwise = 'لم ينجح ذلك. حاول مرة أخرى بعد قليل.'
export const unreachable = 'لم يُجب خادمنا. تحقّق من الاتصال وحاول مرة أخرى.'
