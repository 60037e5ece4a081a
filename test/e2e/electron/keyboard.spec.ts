import { desktopTest } from '../support/desktop.ts'
import { keyboardOnly } from '../support/keyboard.ts'

keyboardOnly(desktopTest)
