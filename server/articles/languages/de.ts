// Words of German: endings and the words that carry little. What often means the same is still to be written, by
// somebody who reads German questions.

import type { WrittenLanguage } from '../../../protocol/search/language.ts'

export const de: WrittenLanguage = {
  stems: [['(?<=....)(?:ungen|ung|ern|em|en|er|es|e|n|s|t)$', '']],
  stops: `
    aber als am an auch auf aus bei bin bis da das dass dem den der des die dies doch du ein eine einem einen einer es
    fur habe haben hat ich ihr im in ist ja kann kein keine man mein meine meinen mich mir mit nach nicht noch nur ob
    oder sich sie sind so um und uns von was wenn wer wie wir wo zu zum zur`,
  common:
    'bitte danke etwas frage geht gibt hallo heute hilfe jetzt machen mehr muss neu neue problem warum will wieder wurde',
  forms: '',
  kin: '',
}
