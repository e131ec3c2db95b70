// What is said of what goes along with a first message, in Arabic.

export const alongside = 'يُرسل مع رسالتك'
export const alongsideHint = 'أوقف ما لا تريد مشاركته.'
export const youRead = 'قرأت'
export const youSearched = 'بحثت عن'
export const page = 'الصفحة'
export const browser = 'المتصفح'
export const timeZone = 'المنطقة الزمنية'
