// The sentences of the panel, in Portuguese.

import type { ActivityCode, MergeCode, TicketState } from '../../../protocol/entities.ts'
import type { RefusalCode } from '../../../protocol/errors.ts'

/** None is one here. */
const count = (n: number, one: string, other: string) => `${n} ${n < 2 ? one : other}`

export const language = 'pt'
export const direction = 'ltr'
export const digits = ''

export const help = 'Ajuda'
export const greeting = (name: string) => `Olá, ${name}`
export const close = 'Fechar a ajuda'
export const launcher = (isOpen: boolean, unread: number) =>
  isOpen ? close : `Ajuda${unread ? `, ${count(unread, 'não lido', 'não lidos')}` : ''}`
export const back = 'Voltar'
export const loading = 'Carregando'
export const again = 'Tentar de novo'
export const goOn = 'Continuar'
export const send = 'Enviar'
export const notLoaded = (what: string) => `Não foi possível carregar ${what}`
export const checkConnection = 'Verifique sua conexão e tente de novo.'

export const searchLabel = 'Buscar ajuda'
export const searchHint = 'Como podemos ajudar?'
export const clearSearch = 'Limpar a busca'
export const results = 'Resultados'
export const resultCount = (n: number) => count(n, 'resultado', 'resultados')
export const meant = (query: string) => `Resultados de “${query}”`
export const unsure = 'Talvez não seja a resposta'
export const askAPerson = 'Perguntar a uma pessoa'
export const nothingFound = (query: string) => `Nada encontrado para “${query}”`
export const nothingFoundHint = 'Tente outras palavras ou pergunte a uma pessoa.'

export const suggested = 'Sugestões para esta página'
export const topics = 'Todos os temas'
export const articleCount = (n: number) => count(n, 'artigo', 'artigos')
export const theArticles = 'os artigos'

export const yourTickets = 'Seus tíquetes'
export const noTickets = 'Você ainda não tem tíquetes'
export const noTicketsHint = 'Quando você nos escrever, a resposta chega aqui.'
export const ticketNumber = (n: number) => `Tíquete ${n}`
export const notSentYet = 'Ainda não enviado'
export const unread = 'não lido'
export const states: Record<TicketState, string> = {
  open: 'Aberto',
  waiting_on_contact: 'Respondido',
  snoozed: 'Aberto',
  solved: 'Resolvido',
}
export const said = (name: string, text: string) => `${name || 'Você'}: ${text}`

export const writeToUs = 'Escreva para nós'
export const usualWait = (span: string) => `Costumamos responder em cerca de ${span}`
export const backAt = ({ day, isNear }: { day: string; isNear: boolean }, time: string) =>
  `Voltamos ${isNear ? '' : before(day)}${day} às ${time}`
/** A date, a day of the weekend, one of the week. */
const before = (day: string) => (/^\d/.test(day) ? 'em ' : /^(s[áa]b|dom)/i.test(day) ? 'no ' : 'na ')
export const yourMessage = 'Sua mensagem'
export const messageHint = 'O que aconteceu, e o que você esperava?'
export const kinds = 'Ou conte para nós com um formulário curto:'
export const maybeAnswered = 'Isto talvez responda'
export const discardMessage = 'Que bom que ajudou. Descartar sua mensagem?'
export const discard = 'Descartar'
export const keepWriting = 'Continuar escrevendo'
export const weWriteTo = (address: string) => `Também escreveremos para ${address}`
export const writeHere = 'Escreva uma mensagem'
export const writeToReopen = 'Escreva para abrir de novo'
export const tooLong = (over: number) => `${count(over, 'caractere', 'caracteres')} a mais`

export const yourName = 'Seu nome'
export const yourAddress = 'Seu e-mail'
export const addressHint = 'Enviamos um código para conferir.'
export const needsName = 'Diga seu nome.'

export const openInHelpCenter = 'Abrir na central de ajuda'
export const updated = (date: string) => `Atualizado em ${date}`
export const notTranslated = 'Ainda não traduzido'
export const showNewer = 'Atualizado. Ver a nova versão'
export const theArticle = 'o artigo'
export const articleGone = 'Este artigo não existe mais'
export const articleGoneHint = 'Busque por ele ou escreva para nós.'
export const didItHelp = 'Isto respondeu à sua pergunta?'
export const answers = { yes: 'Sim', partly: 'Em parte', no: 'Não' }
export const thanks = 'Obrigado, anotado.'
export const whatWasMissing = 'O que faltou?'
export const whatWasMissingHint = 'Opcional. Nossos editores leem.'
export const askAPersonHint = 'Vemos o que você leu: não precisa repetir.'

export const solve = 'Está resolvido'
export const earlier = 'Ver mensagens anteriores'
export const newLine = 'Novo'
export const messages = 'Mensagens'
export const theMessages = 'as mensagens'
export const onThisDevice = 'Neste aparelho'
export const sending = 'Enviando'
export const sent = 'Enviado'
export const delivered = 'Entregue'
export const seen = 'Visto'
export const notSent = (why: string) => `Não enviado. ${why}`
export const sendAgain = 'Enviar de novo'
export const remove = 'Remover'
export const deleted = 'Esta mensagem foi apagada'

export function activity(
  code: Exclude<ActivityCode, MergeCode> | 'message.deleted',
  { name, side, fields }: Record<string, string>,
): string {
  switch (code) {
    case 'ticket.opened':
      return `${name} abriu isto para você`
    case 'ticket.assigned':
      return `${name} cuida disto`
    case 'ticket.solved':
      return side === 'contact' ? 'Você marcou como resolvido' : 'Resolvido'
    case 'ticket.reopened':
      return 'Aberto de novo'
    case 'ticket.continued':
      return `Continua em ${name}`
    case 'ticket.continues':
      return `Continua ${name}`
    case 'form.changed':
      return `${name} mudou suas respostas: ${fields}`
    case 'message.deleted':
      return deleted
  }
}

export const merge = 'Unir duas contas'
export const mergeHint = 'Transformar duas contas em uma'
export const offline = 'Sem conexão. O que você escreve fica guardado e é enviado depois.'
export const unreachable = `Nosso servidor não respondeu. ${checkConnection}`
export const refusedOtherwise = 'Isto não deu certo. Tente de novo em um momento.'
export const refusals: Partial<Record<RefusalCode, string>> = {
  'request.too_many': 'Tentativas demais. Espere um pouco e tente de novo.',
  'session.ended': 'Sua sessão terminou. Recarregue a página.',
  'identity.invalid': 'Não foi possível confirmar quem você é. Entre de novo.',
  'identity.expired':
    'Sua sessão expirou. Recarregue a página ou entre de novo; o que você escreveu fica guardado.',
  'identity.merged_away': 'Esta conta passou a fazer parte de outra. Entre com essa.',
  'protocol.unsupported': 'A ajuda foi atualizada. Recarregue a página.',
  not_found: 'Isto não existe mais.',
  'address.invalid': 'Não conseguimos escrever para este endereço. Veja se há erros de digitação.',
  'answers.invalid': 'O formulário mudou nesse meio-tempo. Copie sua mensagem e preencha de novo.',
}
