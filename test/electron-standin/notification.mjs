// `Notification`: recorded and listed in `standin.notifications`; a test clicks one by emitting 'click' on it.
import { EventEmitter } from 'node:events'
import { standin } from './standin.mjs'

export class Notification extends EventEmitter {
  static isSupported() {
    return true
  }
  constructor(options = {}) {
    super()
    Object.assign(this, { title: '', body: '', silent: false, actions: [] }, options)
  }
  show() {
    standin.record('notification', { title: this.title, body: this.body })
    standin.notifications.push(this)
    this.emit('show')
  }
  close() {
    this.emit('close')
  }
}
