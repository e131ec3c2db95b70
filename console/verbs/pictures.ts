// The agent's own picture: chosen, made small on the device, sent. The server makes it anew and square. Partner:
// server/agents/.

import type { LoginAnswer } from '../../protocol/http.ts'
import { call } from '../line/http.ts'
import { keepMe } from '../state.ts'
import { strings } from '../strings.ts'
import { tell, tellTrouble } from '../toasts.ts'
import { chooseFiles } from '../writing/choose-files.ts'

const PATH = '/api/console/me/picture'
/** Shorter side in pixels of what is sent: some times what is kept. */
const SENT_PX = 512
const QUALITY = 0.9

const words = strings.account

export const choosePicture = () => chooseFiles(([file]) => file && void use(file), 'image/*')

export const removePicture = () => void change(null)

async function use(file: File): Promise<void> {
  const image = await small(file).catch(() => null)
  if (image) await change(image)
  else tell(words.pictureUnreadable)
}

async function change(image: Blob | null): Promise<void> {
  try {
    const { agent } = await (image
      ? call<LoginAnswer>('PUT', PATH, image)
      : call<LoginAnswer>('DELETE', PATH))
    keepMe(agent)
  } catch (error) {
    tellTrouble(words.pictureFailed, error)
  }
}

async function small(file: File): Promise<Blob | null> {
  const picture = await createImageBitmap(file)
  const scale = Math.min(1, SENT_PX / Math.min(picture.width, picture.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(picture.width * scale)
  canvas.height = Math.round(picture.height * scale)
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height)
  picture.close()
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY))
}
