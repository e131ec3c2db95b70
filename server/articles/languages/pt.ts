// Words of Portuguese: endings and the words that carry little. What often means the same is still to be written, by
// somebody who reads Portuguese questions.

import type { WrittenLanguage } from '../../../protocol/search/language.ts'

export const pt: WrittenLanguage = {
  stems: [
    [
      '(?<=...)(?:acoes|acao|amente|mente|ando|endo|indo|ados|adas|ado|ada|idos|idas|ido|ida|oes|ao|es|os|as|ar|er|ir|o|a|e|s)$',
      '',
    ],
  ],
  stops: `
    a ao aos as ate com como da das de dela dele do dos e ela ele em era essa esse esta estao este estou eu foi ha isso
    isto ja la lhe mas me meu meus minha minhas muito na nao nas no nos nossa nosso o onde os ou para pela pelo por
    porque posso pra qual quando que quem se sem ser seu seus so sobre sou sua suas te tem tenho um uma voce`,
  common: `agora ajuda alguem algo bem dia favor fazer hoje nova novo obrigada obrigado ola outra outro pergunta poder
    preciso problema quero tudo usar ver vez`,
  forms: '',
  kin: '',
}
