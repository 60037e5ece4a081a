import type { firstRun as english } from '../en/first-run.ts'
import type { Same } from '../same.ts'

export const firstRun: Same<typeof english> = {}
