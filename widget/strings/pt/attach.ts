// The sentences about files, in Portuguese.

export const attach = 'Anexar arquivos'
export const dropHere = 'Solte seus arquivos aqui'
export const chosen = 'Arquivos da sua mensagem'
export const tooMany = (most: number) =>
  `Uma mensagem aceita ${most} arquivos. Remova alguns ou envie em duas mensagens.`

export const goes = 'Será enviado quando tudo estiver carregado.'
export const notSent = 'Ainda não foi enviado. Toque em Enviar de novo.'

export const fileWords = {
  open: (name: string) => `Baixar ${name}`,
  notLoaded: 'Não foi possível carregar. Toque para tentar de novo.',
}

export const reasons: Record<string, string> = {
  lost: 'A página foi recarregada antes do fim do envio. Escolha o arquivo de novo.',
  blocked: 'Algo nesta rede não deixa este arquivo passar. Tente em outra.',
  'attachment.empty': 'Este arquivo está vazio.',
  'attachment.too_large': 'Maior que 10 MB. Escolha um menor.',
  'attachment.kind': 'Aceitamos imagens, PDF, texto e arquivos do Word, Excel e PowerPoint.',
  'attachment.damaged': 'Não é possível ler esta imagem. Tente uma captura de tela.',
  'attachment.day_full': 'Arquivos demais em um dia. Tente mais tarde.',
}
export const otherReason = 'Não foi possível enviar este arquivo. Tente de novo.'

export const waits = 'Vai com a sua mensagem quando seu endereço for comprovado'

export const words = {
  remove: (name: string) => `Remover ${name}`,
  again: 'Tentar de novo',
  uploading: (percent: number) => `Enviando, ${percent} %`,
}

export const waitsForLine = (percent: number) => `Espera por uma conexão, ${percent} %`

export const missing = 'Um arquivo não foi guardado. Remova a mensagem e escreva de novo.'
