import type { calendar as english } from '../en/calendar.ts'
import type { Same } from '../same.ts'

export const calendar: Same<typeof english> = {}
