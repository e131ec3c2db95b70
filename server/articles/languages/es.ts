// Words of Spanish: endings and the words that carry little. What often means the same is still to be written, by
// somebody who reads Spanish questions.

import type { WrittenLanguage } from '../../../protocol/search/language.ts'

export const es: WrittenLanguage = {
  stems: [
    [
      '(?<=...)(?:aciones|acion|amente|mente|ando|iendo|ados|adas|ado|ada|idos|idas|ido|ida|es|os|as|ar|er|ir|o|a|e|s)$',
      '',
    ],
  ],
  stops: `
    a al como con cuando de del donde el en era es esta este esto fue ha hay he la las le lo los me mi mis muy
    no nos o para pero por porque puedo que quien se si sin sobre son su sus te tengo tu un una y ya yo`,
  common:
    'ahora alguien algo ayuda bien favor gracias hacer hola hoy necesito nuevo otra otro poder problema pregunta quiero solo todo usar vez ver',
  forms: '',
  kin: '',
}
