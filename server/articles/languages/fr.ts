// Words of French: endings and the words that carry little. What often means the same is still to be written, by
// somebody who reads French questions.

import type { WrittenLanguage } from '../../../protocol/search/language.ts'

export const fr: WrittenLanguage = {
  stems: [
    ['eaux$', 'eau'],
    ['(?<=..)aux$', 'al'],
    ['(?<=...)(?:ations?|e?ments?|antes?|ants?|ees?|ers?|ez|ent|ait|es|e|s|x)$', ''],
    ['([b-df-hj-np-tv-z])\\1$', '$1'],
  ],
  stops: `
    a ai as au aux avec c ca ce cela ces cet cette comme comment d dans de des du elle elles en est et etait etre eu il
    ils j je l la le les leur lui m ma mais me mes moi mon n ne ni nos notre nous on ont ou par pas peut peux pour
    pourquoi puis qu quand que quel quelle qui quoi s sa sans se ses si son sont suis sur t ta te tes toi ton tu un une
    vos votre vous y`,
  common: `aide aider aujourdhui autre autres besoin bien bonjour chose encore faire fait faut maintenant merci nouveau
    nouvelle plus probleme question quelque quelquun rien svp toujours tout toute trop trouver utiliser veux voir
    voudrais vraiment`,
  forms: '',
  kin: '',
}
