import { randomInt } from 'node:crypto'
import type { Instant } from '../../clock.ts'

const alphabet = '234567abcdefghijklmnopqrstuvwxyz'
const clockId = BigInt(randomInt(1024))
let last = 0

/**
 * A new record key: 13 characters that sort by time. 53 bits of microseconds since 1970, then 10 bits that tell writers apart.
 * Never the same twice in one process, and later calls sort later. Source: https://atproto.com/specs/tid
 */
export function nextTid(now: Instant): string {
  last = Math.max(now * 1_000, last + 1)
  let bits = (BigInt(last) << 10n) | clockId
  let tid = ''
  for (let place = 0; place < 13; place++) {
    tid = (alphabet[Number(bits & 31n)] ?? '') + tid
    bits >>= 5n
  }
  return tid
}
