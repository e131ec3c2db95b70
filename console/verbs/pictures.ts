// The agent's own picture: chosen, made small on the device, sent. The server makes it anew and square. Partners: api.ts,
// screens/account-menu.tsx.

import { changePicture } from '../api.ts'
import { me } from '../state.ts'
import { strings } from '../strings.ts'
import { tell, tellTrouble } from '../toasts.ts'

/** Longer side in pixels of what is sent: some times what is kept. */
const SENT_PX = 512
const QUALITY = 0.9

const words = strings.account

export function choosePicture(): void {
  const input = document.createElement('input')
  input.type = 'file'
  input.accept = 'image/*'
  input.onchange = () => {
    const [file] = input.files ?? []
    if (file) void use(file)
  }
  input.click()
}

export const removePicture = () => void change(null)

async function use(file: File): Promise<void> {
  const image = await small(file).catch(() => null)
  if (image) await change(image)
  else tell(words.pictureUnreadable)
}

async function change(image: Blob | null): Promise<void> {
  try {
    me.value = await changePicture(image)
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
