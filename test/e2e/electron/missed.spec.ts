import { desktopTest } from '../support/desktop.ts'
import { missed } from '../support/missed.ts'

missed(desktopTest)
