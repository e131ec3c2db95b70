// The emoji that people use where they ask for help and thank for it, each with the words by which it is found. Any other
// emoji can be typed as ever. Partner: emoji-picker.tsx.

const LIST = `🙂 smile happy|😀 grin happy|😂 joy laugh tears|🤣 laugh rolling|😊 blush happy warm|😅 sweat relief nervous|😉 wink|😍 love eyes|🥰 love hearts
🤗 hug|🤔 think wonder|😐 neutral|😕 confused unsure|🙁 sad frown|😢 cry sad tear|😭 sob cry|😞 disappointed sad|😟 worried|😬 grimace awkward
😱 scream shock|😮 surprised wow|😳 flushed embarrassed|🥺 please pleading|😴 sleep tired|🤒 ill sick fever|😷 mask ill|🤯 mind blown|😎 cool sunglasses|🤓 nerd glasses
🥳 party celebrate|😤 huff frustrated|😡 angry|🙈 see no monkey oops|👍 thumbs up yes good|👎 thumbs down no bad|👌 okay fine|✌️ peace victory|🤞 fingers crossed luck
🙏 thanks please pray|👏 clap applause|🙌 hooray hands praise|💪 strong muscle|👋 wave hello bye|🤝 handshake deal|👀 eyes look|🫶 heart hands|🤷 shrug dunno|🤦 facepalm
❤️ heart love red|💚 heart green|💙 heart blue|💛 heart yellow|💔 broken heart|✨ sparkles|⭐ star|🔥 fire hot|🎉 party tada celebrate|🎂 cake birthday
💯 hundred perfect|✅ check done yes|❌ cross no wrong|⚠️ warning|❓ question|❗ exclamation important|💡 idea bulb|📌 pin|📎 paperclip file|📄 page document
📅 calendar date|⏰ alarm clock time|⏳ hourglass wait|📞 phone call|📱 mobile phone|💻 laptop computer|📧 mail email|🔒 lock closed|🔑 key|🔗 link
🏥 hospital clinic|🩺 stethoscope doctor|💊 pill medicine|💉 syringe vaccine|🧪 test lab|🎓 graduate school|📚 books study|✏️ pencil write|🚗 car drive|🚆 train travel
🏠 house home|☕ coffee|🍕 pizza|🍀 luck clover|🌞 sun|🌧️ rain|❄️ snow cold|🌈 rainbow|🐛 bug|🚀 rocket`

interface Emoji {
  emoji: string
  words: string
}

export const EMOJI: Emoji[] = LIST.split(/[|\n]/).map((one) => {
  const [emoji = '', ...words] = one.split(' ')
  return { emoji, words: words.join(' ') }
})

/** Those of which a word begins so; all of them where nothing is asked. */
export function findEmoji(query: string): Emoji[] {
  const wanted = query.toLowerCase().split(/\s+/).filter(Boolean)
  return EMOJI.filter(({ words }) =>
    wanted.every((start) => words.split(' ').some((word) => word.startsWith(start))),
  )
}
