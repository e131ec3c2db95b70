// The letters in Portuguese.

import type { Words } from './en.ts'

export const pt: Words = {
  hello: 'Olá,',
  helloTo: 'Olá, {name},',
  support: 'O suporte',
  codeHolds: 'É válido por {minutes} minutos.',

  guestCode: {
    subject: 'Seu código para escrever ao suporte',
    type: 'Alguém, provavelmente você, quer escrever ao suporte e receber a resposta neste endereço. Para mostrar que ele é seu, digite este código na janela do chat:',
    notYou: 'Se não foi você, não faça nada. Sem o código nada é enviado e nada muda aqui.',
  },

  guestBackCode: {
    subject: 'Seu código para ver o que você escreveu ao suporte',
    type: 'Alguém, provavelmente você, quer ver o que foi escrito ao suporte a partir deste endereço. Para mostrar que ele é seu, digite este código na janela do chat:',
    notYou: 'Se não foi você, não faça nada. Sem o código ninguém vê nada e nada muda aqui.',
  },

  mergeCode: {
    subject: 'Um código para mostrar que esta conta também é sua',
    asked:
      'Alguém que entrou como {asker} diz que a conta com este endereço também é sua e pede para transformar as duas em uma só.',
    type: 'Se foi você, digite este código na janela do chat em que fez o pedido:',
    after:
      'O que acontece depois: uma pessoa do suporte analisa as duas contas. Se concordar, os dois endereços são avisados e começa um tempo de espera em que qualquer um deles pode parar tudo. Depois, o que está nesta conta passa para a outra, esta conta termina e você entra com o outro endereço.',
    notYou:
      'Se não foi você, não dê o código a ninguém e não faça nada. Ignorar este e-mail não muda nada: sua conta fica como está. Ninguém do suporte pedirá este código nem sua senha.',
  },
  mergeApproved: {
    subject: 'Suas duas contas serão uma só',
    agreed: 'O suporte analisou suas duas contas e concordou em transformá-las em uma.',
    stays: '{into} permanece.',
    ends: '{from} termina, e o que está nela passa para a outra.',
    when: 'Isso acontece em {day} às {time}, ou pouco depois. Até lá você pode parar com este link, sem entrar na conta:',
    stop: 'Parar a união',
    fromNeedNot:
      'Você não precisa fazer nada. Depois, entre como {into}; o acesso com este endereço termina.',
    intoNeedNot: 'Você não precisa fazer nada. Depois, entre como sempre.',
    notYou: 'Se você não pediu isto, pare agora. O link é só para você: quem o tiver pode parar a união.',
  },
  stopPage: {
    title: 'Parar a união das contas',
    ask: 'Parar a união das contas?',
    means: 'As duas contas ficam então como estão. Só quem pediu pode pedir de novo, desde o começo.',
    needsScript:
      'Esta página precisa de JavaScript para enviar sua resposta. Você também pode responder ao e-mail.',
    stopping: 'Parando…',
    stopped: 'A união está parada',
    stay: '{from} e {into} continuam sendo duas contas. Os dois endereços recebem um e-mail que diz isso.',
    tooLate:
      'Esta união não pode mais ser parada: ela terminou ou as contas estão sendo unidas agora. Responda ao e-mail se isso estiver errado.',
    notValid: 'Este link não é válido. Abra-o de novo a partir do e-mail, inteiro.',
    failed: 'Não deu certo. Tente de novo em um minuto.',
    offline: 'Não há conexão. Tente de novo quando você estiver on-line.',
  },
  mergeStopped: {
    subject: 'Parado: suas contas ficam como estão',
    stopped:
      'A união de {from} com {into} foi parada. Nada mudou: as duas contas estão como estavam e você pode entrar em ambas.',
    again:
      'Se você ainda quer uma só conta, peça de novo no chat. Se não sabia de nada disto, avise o suporte.',
  },
  mergeCompleted: {
    subject: 'Pronto: suas duas contas são uma só',
    done: 'Suas duas contas agora são uma só.',
    stays: '{into} é a sua conta.',
    ends: '{from} terminou; o que estava nela foi movido.',
    fromLogIn: 'De agora em diante, entre como {into}. Este endereço não recebe mais e-mails sobre a conta.',
    intoLogIn: 'Entre como sempre e veja se está tudo lá.',
    receipt: 'Se faltar algo, diga no chat, no mesmo tíquete. Guarde este e-mail como comprovante.',
  },
  mergeRejected: {
    subject: 'Não unimos suas contas',
    asked:
      'Você pediu para unir {from} com {into}. O suporte analisou as duas contas e não concordou. O motivo:',
    unchanged:
      'Nada mudou: as duas contas estão como estavam. Se você vê de outra forma ou pode acrescentar algo, responda no chat, no mesmo tíquete.',
  },
  mergeFailed: {
    subject: 'Suas contas ainda não foram unidas',
    tried:
      'A união de {from} com {into} foi tentada e não funcionou. Até que funcione, use as duas contas como antes.',
    known:
      'O suporte sabe disso e alguém está cuidando. Você não precisa fazer nada; daremos notícias de qualquer forma.',
  },
  mergeHurried: {
    subject: 'Suas duas contas são unidas agora',
    hurried:
      'A união de {from} com {into} não espera mais: o suporte pediu que seja feita agora. Você recebe outro e-mail quando estiver pronta.',
    notYou: 'Se você não pediu nada disto, use imediatamente o link do e-mail anterior e avise o suporte.',
  },
  mergeReturned: {
    subject: 'Suas contas são analisadas mais uma vez',
    returned:
      'A união de {from} com {into} ainda não foi feita: uma das contas mudou depois que o suporte concordou. Nada foi unido. Uma pessoa analisa de novo as duas contas, e os dois endereços são avisados antes que algo aconteça.',
    link: 'O link do e-mail anterior ainda serve para parar.',
  },
  mergeUndoAsked: {
    subject: 'Suas contas unidas podem voltar a ser duas',
    asked:
      '{from} passou a fazer parte de {into}. Alguém do suporte quer desfazer isso. Antes, uma segunda pessoa precisa concordar; você saberá como termina.',
    notYou: 'Se você não pediu isto, diga ao suporte no chat, no tíquete da união.',
  },
  mergeUndoRefused: {
    subject: 'Suas contas continuam sendo uma',
    refused: 'A união de {from} com {into} não foi desfeita. Nada mudou: entre como {into}, como antes.',
    again: 'Se você pediu e ainda precisa, diga no chat, no mesmo tíquete.',
  },
  mergeUndone: {
    subject: 'Desfeito: suas contas voltam a ser duas',
    undone:
      'A união de {from} com {into} foi desfeita. As duas contas estão de volta, cada uma com o que tinha, e você pode entrar em ambas.',
    missing: 'Se faltar algo, diga no chat.',
  },

  replies: {
    subject: '{name} respondeu: {subject}',
    unseen: {
      one: 'Há uma resposta no seu tíquete {number}, “{subject}”, que talvez você ainda não tenha visto.',
      other: 'Há {n} respostas no seu tíquete {number}, “{subject}”, que talvez você ainda não tenha visto.',
    },
    wrote: '{name} escreveu em {day}, {time}:',
    open: 'Para responder, ou para ler o que foi escrito antes, abra o chat:',
    openAsGuest:
      'Para responder, abra o chat. Se ele não reconhecer mais você, escreva para nós ali com este endereço: o que foi escrito antes estará então em “Seus tíquetes”.',
    button: 'Abrir o chat',
    answersGo:
      'Responda lá, por favor: assim fica junto do que foi escrito antes. As respostas a este e-mail vão para {address}.',
    answersLost: 'Responda lá, por favor, e não a este e-mail; as respostas a ele não chegam até nós.',
    answersCome: 'Ou responda a este e-mail: a sua resposta chega à mesma conversa.',
    answerThis: 'Para continuar, responda a este e-mail.',
  },

  received: {
    subject: 'O seu e-mail chegou: ticket {number}',
    arrived: 'Recebemos o seu e-mail. É o ticket {number}, e uma pessoa responderá para este endereço.',
    add: 'Se quiser acrescentar algo, responda a este e-mail: chega ao mesmo ticket.',
  },

  transcript: {
    subject: 'Transcrição do tíquete {number}: {subject}',
    asked: 'Você pediu o que foi escrito no seu tíquete {number}. Está abaixo, como é agora.',
    answersGo:
      'Se não foi você que pediu, foi alguém que entrou com a sua conta. Para responder, abra o chat; as respostas a este e-mail vão para {address}.',
    answersLost:
      'Se não foi você que pediu, foi alguém que entrou com a sua conta. Para responder, abra o chat; as respostas a este e-mail não chegam até nós.',
  },
  thread: {
    title: 'Tíquete {number}: {subject}',
    opened: 'Aberto por {name} em {day}, {time}. Está {state}.',
    states: {
      open: 'aberto',
      waiting_on_contact: 'respondido',
      snoozed: 'aberto',
      solved: 'resolvido',
    },
    zone: 'Os horários são os de {zone}.',
    file: '[Arquivo: {name}]',
    deleted: '[Esta mensagem foi apagada]',
    somebody: 'Alguém',
    anotherAccount: 'outra conta',
    ticketOpened: '{name} abriu este tíquete',
    ticketAssigned: '{name} cuida disto',
    ticketSolvedBy: '{name} marcou como resolvido',
    ticketSolved: 'Resolvido',
    ticketReopened: 'Aberto de novo',
    ticketContinued: 'Continua no tíquete {number}',
    ticketContinues: 'Continua o tíquete {number}',
    formChanged: '{name} mudou o formulário: {fields}',
    mergeRequested: 'Pediu para unir {from} com esta conta',
    mergeApproved: 'A união foi aprovada',
    mergeRejected: 'A união foi recusada. {reason}',
    mergeCancelled: 'A união foi parada',
    mergeCompleted: 'As contas estão unidas',
    mergeFailed: 'A união não deu certo',
    mergeReturned: 'As contas mudaram; são analisadas de novo',
    mergeUndone: 'A união foi desfeita',
  },
}
