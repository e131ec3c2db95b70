// Whether a text is nothing but emoji, however it was typed. Partner: messages of both programs, which draw it large.

/** Of these alone, a text is drawn large. */
const ALONE_MOST = 3
const ALONE = new RegExp(`^(?:\\p{RGI_Emoji}\\s?){1,${ALONE_MOST}}$`, 'v')

/** Letters say no at once: the pattern of all emoji takes a browser 5 ms to make, when it is first asked. */
export const isEmojiAlone = (text: string) => !/[a-z]/i.test(text) && ALONE.test(text)
