import { hostTest } from '../support/host.ts'
import { missed } from '../support/missed.ts'

missed(hostTest)
