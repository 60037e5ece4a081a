import type { compose as english } from '../en/compose.ts'
import type { Same } from '../same.ts'

export const compose: Same<typeof english> = {}
