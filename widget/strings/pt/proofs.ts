// The sentences of the mailed code and the merge, in Portuguese.

import type { MergeState } from '../../../protocol/account-merge.ts'
import type { MergeCode } from '../../../protocol/entities.ts'
import type { RefusalCode } from '../../../protocol/errors.ts'

const count = (n: number, one: string, other: string) => `${n} ${n < 2 ? one : other}`

export const codeTitle = 'Veja seu e-mail'
export const codeSentTo = (email: string) => `Enviamos um código para ${email}.`
export const codesSentTo = (email: string) =>
  `Vários códigos foram enviados há pouco para ${email}, então talvez não chegue outro. Digite o mais recente que encontrar no seu e-mail. Se não houver nenhum, peça de novo um pouco mais tarde.`
export const sentOnceTyped = 'O que você escreveu será enviado assim que digitar o código aqui.'
export const writtenBefore = 'Já escreveu para nós? Receba um código'
export const code = 'Código'
export const codeLeft = (left: string) => `Válido por ${left}`
export const newCode = 'Enviar um novo código'
export const otherAddress = 'Usar outro endereço'
export const confirm = 'Confirmar'

export const orLogIn = 'Ou entre nela: aí não é preciso código, e você continua conectado aqui como está.'
export const logInThere = 'Entrar na outra conta'
export const otherThanNamed = 'Essa não é a conta que você indicou.'

export const invited = 'Você pode unir duas contas'
export const invitedHint =
  'Você prova que as duas são suas. Ninguém do suporte pode fazer isso por você nem pedirá um código.'
export const mergeStep = (step: number) => `Passo ${step} de 3`
export const mergeWhat = 'O que vai acontecer'
export const mergeStays = 'Esta conta permanece'
export const mergeEnds = 'A outra conta termina'
export const mergeEndsHint = 'Você diz o endereço dela a seguir'
export const mergeFacts = [
  'Tudo passa para esta conta.',
  'Antes, uma pessoa analisa as duas contas.',
  'Os dois endereços são avisados, e qualquer um pode parar.',
]
export const mergeOther = 'A outra conta'
export const mergeAddress = 'O e-mail dela'
export const mergeAddressHint = 'Enviamos um código para lá, para ver que é sua.'
export const mergeSendCode = 'Enviar o código'
export const mergeStates: Record<MergeState, [word: string, meaning: string]> = {
  proof_sent: ['Falta o código', 'Digite o código que enviamos para o outro endereço.'],
  in_review: ['Em análise', 'Uma pessoa analisa as duas contas. A resposta chega aqui e por e-mail.'],
  approved: ['Aprovada', 'Enquanto este tempo corre, você ainda pode parar.'],
  executing: ['Unindo agora', 'Leva só um momento.'],
  merged: ['Unidas', 'Agora você tem uma só conta, com tudo dentro.'],
  failed: ['Ainda não feita', 'Algo deu errado. Nada se perdeu. Estamos cuidando disso.'],
  rejected: ['Recusada', 'Não unimos estas contas.'],
  cancelled: ['Parada', 'As duas contas estão como estavam.'],
  expired: ['Expirada', 'O código não foi digitado a tempo.'],
  undo_requested: ['Talvez seja desfeita', 'Alguém pediu para desfazer a união. Você saberá como termina.'],
  undone: ['Desfeita', 'Você tem de novo duas contas, cada uma com o que tinha.'],
  undo_refused: ['Unidas', 'A união não foi desfeita: você tem uma só conta.'],
}
export const mergeStarts = (left: string) => `Começa em ${left}`
export const mergeStop = 'Parar esta união'
export const mergeStopSure = 'As duas contas ficam como estão.'
export const mergeStopYes = 'Sim, parar'
export const mergeStopNo = 'Não, deixar continuar'
export const mergeAnew = 'Começar de novo'
export const mergeAnother = 'Unir outra conta'
export const openTicket = 'Abrir o tíquete'
export const signIn = 'Entre primeiro'
export const signInHint =
  'Só você pode unir suas contas, por isso precisa ter entrado. Feche esta janela, entre no site com a conta que quer manter e escolha “Unir duas contas” aqui de novo.'
export const cannotSignIn = 'Não consigo entrar'

export function mergeActivity(code: MergeCode, { fromEmail, reason }: Record<string, string>): string {
  switch (code) {
    case 'merge.requested':
      return `Você pediu para unir ${fromEmail ?? 'sua outra conta'} com esta`
    case 'merge.approved':
      return 'A união foi aprovada'
    case 'merge.rejected':
      return `A união foi recusada. ${reason ?? ''}`
    case 'merge.cancelled':
      return 'A união foi parada'
    case 'merge.completed':
      return 'Suas contas estão unidas'
    case 'merge.failed':
      return 'A união não deu certo. Estamos cuidando disso.'
    case 'merge.returned':
      return 'As contas mudaram; analisamos de novo'
    case 'merge.undone':
      return 'A união foi desfeita'
  }
}

export const triesLeft = (n: number) =>
  `O código não é esse. ${n < 2 ? 'Resta' : 'Restam'} ${count(n, 'tentativa', 'tentativas')}.`
export const refusals: Partial<Record<RefusalCode, string>> = {
  'identity.not_fresh': 'Entre mais uma vez no site e tente de novo.',
  'code.ended': 'Este código expirou. Peça um novo.',
  'merge.same_account': 'Esta é a conta em que você entrou. Digite o outro endereço.',
  'merge.already_open': 'Já há uma união de uma destas contas em andamento.',
}
