// `powerMonitor` and `powerSaveBlocker`. A test scripts sleep with `powerMonitor.emit('suspend' | 'resume' | …)`.
import { EventEmitter } from 'node:events'

export const powerMonitor = Object.assign(new EventEmitter(), {
  getSystemIdleState: () => 'active',
  getSystemIdleTime: () => 0,
  isOnBatteryPower: () => false,
  onBatteryPower: false,
})

const blockers = new Set()
let lastBlocker = 0

export const powerSaveBlocker = {
  start() {
    blockers.add(++lastBlocker)
    return lastBlocker
  },
  stop: (id) => blockers.delete(id),
  isStarted: (id) => blockers.has(id),
}
