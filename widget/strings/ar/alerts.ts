// The sentences about how answers are told, in Arabic.

export const alerts = 'كيف نُعلمك بالردود'
export const sound = 'الصوت والاهتزاز'
export const notifications = 'إشعارات هذا المتصفح'
export const denied = 'لا يسمح متصفحك لهذه الصفحة بعرض الإشعارات. يمكنك السماح بها في إعداداته لهذه الصفحة.'
export const wrote = (name: string) => `رسالة جديدة من ${name}`
