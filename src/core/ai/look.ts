import { said } from '../../contract/sentences/index.ts'
import { unprocessable } from '../errors.ts'
import { openImage } from '../media/images.ts'
import type { Media } from '../media/media.ts'

/** Longest side of a picture as it is shown to a model; more only costs more. */
const side = 1_024

/** Files of the library as a model sees them: small JPEGs, without what a camera noted in them. */
export interface Looks {
  /** A data URL; of a film, one of its frames. Throws `not_found`, `unprocessable`. */
  of(assetId: string): Promise<string>
}

export function createLooks(media: Pick<Media, 'source' | 'file'>): Looks {
  return {
    async of(assetId) {
      const { row, path } = media.source(assetId)
      const frame = row.kind === 'image' ? path : (await media.file(assetId, 'large'))?.path
      const shown =
        frame && (row.kind === 'image' || row.kind === 'video') ? await small(frame).catch(() => null) : null
      if (!shown) throw unprocessable([{ path: 'asset', says: said('ai_not_a_picture') }])
      return `data:image/jpeg;base64,${shown.toString('base64')}`
    },
  }
}

function small(path: string): Promise<Buffer> {
  return openImage(path)
    .resize(side, side, { fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .jpeg({ quality: 80 })
    .toBuffer()
}
