import type { accounts as english } from '../en/accounts.ts'
import type { Same } from '../same.ts'

export const accounts: Same<typeof english> = {}
