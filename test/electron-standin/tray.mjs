// `Tray`: its state, listed in `standin.trays`.
import { EventEmitter } from 'node:events'
import { standin } from './standin.mjs'

export class Tray extends EventEmitter {
  #destroyed = false
  constructor(image) {
    super()
    this.image = image
    standin.trays.push(this)
  }
  setImage(image) {
    this.image = image
  }
  setToolTip(tip) {
    this.toolTip = tip
  }
  setTitle(title) {
    this.title = title
  }
  getTitle() {
    return this.title ?? ''
  }
  setContextMenu(menu) {
    this.menu = menu
  }
  popUpContextMenu(menu = this.menu) {
    menu?.popup()
  }
  destroy() {
    this.#destroyed = true
    standin.trays.splice(standin.trays.indexOf(this), 1)
  }
  isDestroyed() {
    return this.#destroyed
  }
}
