// The sentences at the end of a thread, in Arabic.

export const waits = (promise: string, address: string) =>
  [promise && `${promise}.`, address && `سنكتب أيضًا إلى ${address}.`].filter(Boolean).join(' ')

export const goesOn = (number: number) => `يتابع هذا في التذكرة ${number}. ما تكتبه هنا يصل إلى هناك.`
export const openTicket = (number: number) => `فتح التذكرة ${number}`

export const solvedTitle = 'كيف كانت خدمتنا؟'
export const scores = ['سيئة جدًا', 'سيئة', 'مقبولة', 'جيدة', 'جيدة جدًا']
export const rated = (score: string) => `تقييمك: ${score}`
export const comment = (score: number) => (score < 4 ? 'ما الذي علينا تحسينه؟' : 'ما الذي كان جيدًا؟')
export const commentHint = 'اختياري. يقرؤه من يجيبون.'
export const changeable = ({ day, isNear }: { day: string; isNear: boolean }, time: string) =>
  isNear ? `يمكنك تغييره حتى ${day} الساعة ${time}.` : `يمكنك تغييره حتى نهاية يوم ${day}.`
export const sendComment = 'إرسال'
export const noted = 'شكرًا لك، وصلنا رأيك.'

export const keep = 'الاحتفاظ بما كُتب'
export const download = 'تنزيل'
export const mail = (address: string) => `إرسال إلى ${address}`
export const mailed = (address: string) => `في الطريق إلى ${address}.`
export const another = 'هل يتعلق الأمر بشيء آخر؟'
export const newTicket = 'فتح تذكرة جديدة'

export const whyNot: Record<string, string> = {
  'rating.too_late': 'لا يمكن تغيير التقييم إلا خلال يوم واحد.',
  'ticket.wrong_state': 'فُتحت هذه التذكرة من جديد. يمكنك تقييمها بعد حلّها.',
  'address.not_proved': 'لم يثبت أن هذا العنوان لك، لذلك لا يُرسل إليه شيء. نزّله بدلًا من ذلك.',
  'letter.off': 'لم تعد تُرسل رسائل بريد من هنا. نزّله بدلًا من ذلك.',
  'transcript.too_long': 'هذا أطول من أن يُرسل بالبريد. نزّله بدلًا من ذلك.',
}
export const mailedOften = (span: string) => `أُرسل هذا عدة مرات. حاول مرة أخرى بعد ${span} أو نزّله.`
