// Words of Arabic: endings and the words that carry little; what is written before a word in one with it,
// protocol/text-analysis.ts takes away. What often means the same is still to be written, by somebody who reads Arabic questions.

import type { WrittenLanguage } from '../../../protocol/search/language.ts'

export const ar: WrittenLanguage = {
  stems: [
    ['(?<=..)ى$', 'ي'],
    ['(?<=...)(?:هما|كما|ها|هم|كم|ات|ان|ون|ين|تي|تك|ته|ية|يه|ه|ة|ي|ك|ا)$', ''],
  ],
  stops: `
    من في على الى عن مع هل ما ماذا لماذا كيف متى اين هذا هذه ذلك تلك التي الذي انا انت هو هي نحن لا لم لن ليس ان انه
    كان كانت قد او ثم اذا لكن عند عندي لدي لي لك له لها كل بعد قبل يا و`,
  common: 'احتاج اريد استطيع الان اليوم جديد جديدة سؤال شكرا شيء مرحبا مساعدة مشكلة يمكن يمكنني',
  forms: '',
  kin: '',
}
