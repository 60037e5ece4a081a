import { hostTest } from '../support/host.ts'
import { clockChanges } from '../support/dst.ts'

clockChanges(hostTest)
