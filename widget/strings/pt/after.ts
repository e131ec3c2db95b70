// The sentences at the end of a thread, in Portuguese.

export const waits = (promise: string, address: string) =>
  [promise && `${promise}.`, address && `Também escreveremos para ${address}.`].filter(Boolean).join(' ')

export const goesOn = (number: number) =>
  `Isto continua no tíquete ${number}. O que você escrever aqui chega lá.`
export const openTicket = (number: number) => `Abrir o tíquete ${number}`

export const solvedTitle = 'Como nos saímos?'
export const scores = ['Muito mal', 'Mal', 'Regular', 'Bem', 'Muito bem']
export const rated = (score: string) => `Sua avaliação: ${score}`
export const comment = (score: number) => (score < 4 ? 'O que devemos melhorar?' : 'O que foi bom?')
export const commentHint = 'Opcional. Quem responde lê.'
export const changeable = ({ day, isNear }: { day: string; isNear: boolean }, time: string) =>
  isNear ? `Você pode mudar até ${day} às ${time}.` : `Você pode mudar até o fim do dia: ${day}.`
export const sendComment = 'Enviar'
export const noted = 'Obrigado, anotado.'

export const keep = 'Guardar o que foi escrito'
export const download = 'Baixar'
export const mail = (address: string) => `Enviar para ${address}`
export const mailed = (address: string) => `A caminho de ${address}.`
export const another = 'É sobre outra coisa?'
export const newTicket = 'Abrir um novo tíquete'

export const whyNot: Record<string, string> = {
  'rating.too_late': 'Uma avaliação só pode ser mudada durante um dia.',
  'ticket.wrong_state': 'Este tíquete foi aberto de novo. Você poderá avaliar quando estiver resolvido.',
  'address.not_proved':
    'Não foi comprovado que o endereço é seu, por isso nada é enviado a ele. Baixe em vez disso.',
  'letter.off': 'Daqui não se enviam mais e-mails. Baixe em vez disso.',
  'transcript.too_long': 'É longo demais para um e-mail. Baixe em vez disso.',
}
export const mailedOften = (span: string) =>
  `Isto já foi enviado algumas vezes. Tente de novo em ${span} ou baixe.`
