import { hostTest } from '../support/host.ts'
import { firstRun } from '../support/first-run.ts'

firstRun(hostTest)
