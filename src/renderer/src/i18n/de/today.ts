import type { today as english } from '../en/today.ts'
import type { Same } from '../same.ts'

export const today: Same<typeof english> = {}
