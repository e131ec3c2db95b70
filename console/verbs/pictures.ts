// The agent's own picture: chosen, or taken away. Partner: own-picture.ts, which few need: fetched by those who do.

import { pictureSender } from '../on-demand.tsx'
import { strings } from '../strings.ts'
import { tellTrouble } from '../toasts.ts'
import { chooseFiles } from '../writing/choose-files.ts'

/** The dialog opens in the press itself, as browsers want it. */
export const choosePicture = () => chooseFiles(([file]) => file && void change(file), 'image/*')

export const removePicture = () => void change(null)

async function change(file: File | null): Promise<void> {
  try {
    const { sendPicture } = await pictureSender()
    await sendPicture(file)
  } catch (error) {
    tellTrouble(strings.account.pictureFailed, error)
  }
}
