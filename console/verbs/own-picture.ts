// An agent's own picture: made small on the device, sent. The server makes it anew and square. Partners: pictures.ts,
// server/agents/.

import type { LoginAnswer } from '../../protocol/http.ts'
import { call } from '../line/http.ts'
import { keepMe } from '../state.ts'
import { strings } from '../strings.ts'
import { tell } from '../toasts.ts'

const PATH = '/api/console/me/picture'
/** Shorter side in pixels of what is sent: some times what is kept. */
const SENT_PX = 512
const QUALITY = 0.9

/** @param file null: none from now on */
export async function sendPicture(file: File | null): Promise<void> {
  const image = file && (await small(file).catch(() => null))
  if (file && !image) return tell(strings.account.pictureUnreadable)
  const { agent } = await (image ? call<LoginAnswer>('PUT', PATH, image) : call<LoginAnswer>('DELETE', PATH))
  keepMe(agent)
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
