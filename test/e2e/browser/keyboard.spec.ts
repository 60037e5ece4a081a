import { hostTest } from '../support/host.ts'
import { keyboardOnly } from '../support/keyboard.ts'

keyboardOnly(hostTest)
