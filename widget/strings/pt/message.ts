// The sentences about a message that is there already, in Portuguese.

export const more = 'Mais'
export const jump = {
  newBelow: (news: number) => `${news} ${news < 2 ? 'nova' : 'novas'}`,
  toNewest: 'Ir para a mensagem mais recente',
}
export const emoji = {
  emoji: 'Emojis',
  find: 'Buscar, em inglês',
  none: 'Não há esse emoji na lista curta.',
  failed: 'Não foi possível carregar a lista. Toque de novo.',
}
export const you = 'Você'
export const quote = {
  deleted: 'Uma mensagem apagada',
  goTo: (name: string) => (name === you ? 'Ir para o que você escreveu' : `Ir para o que ${name} escreveu`),
  remove: 'Não citar',
}
export const held = (time: string) =>
  `Muitas mensagens de uma vez. Esta vai sozinha ${time ? `às ${time}` : 'em um momento'}.`
export const notKept = 'Seu navegador não conseguiu guardar isto. Deixe esta página aberta até o envio.'
export const heldBack =
  'Ainda não chegou; continuamos tentando. Se algo nesta rede retém a mensagem, outra pode ajudar.'
export const isTyping = (name: string) => `${name} está escrevendo`
export const edited = 'editada'
export const words = {
  actions: 'Esta mensagem',
  quote: 'Citar',
  edit: 'Editar',
  delete: 'Apagar',
  copy: 'Copiar',
  save: 'Salvar',
  cancel: 'Cancelar',
  keep: 'Manter',
  sure: 'Apagar esta mensagem? Quem responde a você ainda pode ver o que ela dizia.',
  text: 'Sua mensagem',
}

export const whyNot: Record<string, string> = {
  'message.too_late': 'Uma mensagem só pode ser mudada durante cinco minutos.',
  'request.too_many': 'Tentativas demais. Espere um pouco e tente de novo.',
}
export const refusedOtherwise = 'Isto não deu certo. Tente de novo em um momento.'
export const unreachable = 'Nosso servidor não respondeu. Verifique sua conexão e tente de novo.'
