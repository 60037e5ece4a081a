import sharp from 'sharp'

/** A PNG of one colour, as a file a person chose. */
export async function picture(name: string, { width = 640, height = 480, colour = '#3f5f4c' } = {}) {
  const buffer = await sharp({ create: { width, height, channels: 3, background: colour } })
    .png()
    .toBuffer()
  return { name, mimeType: 'image/png', buffer }
}
