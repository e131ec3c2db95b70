// The sentences of forms, in Portuguese.

import type { AnswerFault } from '../../../protocol/answers.ts'

export const before = 'Antes de enviar'
export const optional = 'opcional'
export const yourMessage = 'Sua mensagem'
export const gone = 'Este formulário não está disponível'
export const goneHint =
  'Talvez seja para quem entrou na conta, ou tenha sido removido. Você ainda pode nos escrever.'
export const theForm = 'o formulário'
export const yourAnswers = 'Suas respostas'

export const faults: Record<AnswerFault['why'], string> = {
  missing: 'Isto é necessário.',
  too_long: 'É longo demais. Coloque o resto na sua mensagem.',
  no_option: 'Escolha uma opção.',
  no_date: 'Esta data não existe.',
  no_address: 'Isto não é um e-mail. Veja se há erros de digitação.',
  too_many: 'Arquivos demais. Remova alguns.',
  wrong_kind: 'Isto não pode ser aceito. Recarregue a página.',
  unknown: 'Isto não pode ser aceito. Recarregue a página.',
}

export const ofObject = { another: 'Outro', whichOne: 'Qual?' }
export const mayHold = (address: string) =>
  `Talvez esteja em uma conta com o endereço ${address}. Se for seu, digite o endereço inteiro acima.`
export const otherAccount = 'Provavelmente está na sua outra conta'
export const otherAccountWhy =
  'Sua coordenação usou um endereço diferente daquele com que você entrou. Una as duas contas, e a rotação vem junto. O que você digitou fica guardado.'
export const mergeInstead = 'Unir as duas contas'
export const notThat = 'É outra coisa'
export const change = 'Mudar'
