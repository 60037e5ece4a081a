// Values across the border as JSON that keeps what structured clone keeps. Runs in Node and, as a plain script, in pages.
globalThis.standinCodec = (() => {
  const refuse = () => {
    throw new Error('An object could not be cloned.')
  }

  function toBase64(bytes) {
    let text = ''
    for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000))
    return btoa(text)
  }

  function fromBase64(text) {
    const binary = atob(text)
    const bytes = new Uint8Array(binary.length)
    for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at)
    return bytes
  }

  const bytesOf = (view) => new Uint8Array(view.buffer, view.byteOffset, view.byteLength)
  const tagged = (tag, value) => ({ $: tag, v: value })

  function pack(value, above = []) {
    if (value === undefined) return tagged('undefined')
    if (typeof value === 'bigint') return tagged('bigint', String(value))
    if (typeof value === 'number' && !Number.isFinite(value)) return tagged('number', String(value))
    if (typeof value === 'function' || typeof value === 'symbol') return refuse()
    if (value === null || typeof value !== 'object') return value
    if (above.includes(value)) throw new Error('electron stand-in: cyclic values are not covered')
    const inside = [...above, value]
    const each = (items) => items.map((item) => pack(item, inside))
    if (Array.isArray(value)) return each(value)
    if (value instanceof Date) return tagged('date', value.getTime())
    if (value instanceof Error) return tagged('error', { name: value.name, message: value.message, stack: value.stack })
    if (value instanceof Map) return tagged('map', [...value].map(each))
    if (value instanceof Set) return tagged('set', each([...value]))
    if (value instanceof ArrayBuffer) return tagged('buffer', toBase64(new Uint8Array(value)))
    if (ArrayBuffer.isView(value)) return tagged('bytes', toBase64(bytesOf(value)))
    if (value instanceof Promise) return refuse()
    const object = Object.fromEntries(Object.keys(value).map((key) => [key, pack(value[key], inside)]))
    return '$' in object ? tagged('object', object) : object
  }

  const unpackObject = (object) =>
    Object.fromEntries(Object.entries(object).map(([key, value]) => [key, unpack(value)]))

  function unpack(value) {
    if (value === null || typeof value !== 'object') return value
    if (Array.isArray(value)) return value.map(unpack)
    switch (value.$) {
      case undefined:
        return unpackObject(value)
      case 'object':
        return unpackObject(value.v)
      case 'undefined':
        return undefined
      case 'bigint':
        return BigInt(value.v)
      case 'number':
        return Number(value.v)
      case 'date':
        return new Date(value.v)
      case 'error':
        return Object.assign(new Error(value.v.message), { name: value.v.name, stack: value.v.stack })
      case 'map':
        return new Map(value.v.map(unpack))
      case 'set':
        return new Set(value.v.map(unpack))
      case 'buffer':
        return fromBase64(value.v).buffer
      case 'bytes':
        return fromBase64(value.v)
      default:
        throw new Error(`electron stand-in: unknown tag ${value.$}`)
    }
  }

  return { encode: (value) => JSON.stringify(pack(value)), decode: (text) => unpack(JSON.parse(text)) }
})()
