// `nativeImage`: bytes that are carried, not decoded.
import { existsSync, readFileSync } from 'node:fs'

function image(bytes) {
  return {
    isEmpty: () => bytes.length === 0,
    getSize: () => ({ width: 16, height: 16 }),
    resize: () => image(bytes),
    toPNG: () => bytes,
    toDataURL: () => `data:image/png;base64,${bytes.toString('base64')}`,
    setTemplateImage() {},
    addRepresentation() {},
  }
}

export const nativeImage = {
  createEmpty: () => image(Buffer.alloc(0)),
  createFromPath: (path) => image(existsSync(path) ? readFileSync(path) : Buffer.alloc(0)),
  createFromBuffer: (bytes) => image(bytes),
  createFromDataURL: (url) => image(Buffer.from(url.slice(url.indexOf(',') + 1), 'base64')),
}
