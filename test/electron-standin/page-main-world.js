// Runs in the page's own world before its scripts: rebuilds what the preload exposed from the description it sends.
;(() => {
  if (window !== window.top) return
  const channel = __CHANNEL__
  const calls = new Map()
  const callbacks = new Map()
  const callbackIds = new WeakMap()
  let lastId = 0

  // Dispatching is synchronous, so the answer has arrived when this returns.
  const toPreload = (detail) => document.dispatchEvent(new CustomEvent(`${channel}>preload`, { detail }))
  const toError = ({ name, message }) => Object.assign(new Error(message), { name })

  function callbackId(callback) {
    if (!callbackIds.has(callback)) {
      callbackIds.set(callback, ++lastId)
      callbacks.set(lastId, callback)
    }
    return callbackIds.get(callback)
  }

  function call(fn, args) {
    const id = ++lastId
    let answer
    calls.set(id, (message) => (answer = message))
    toPreload({
      id,
      fn,
      args: args.map((arg) => (typeof arg === 'function' ? { callback: callbackId(arg) } : { value: arg })),
    })
    if (answer.promise) {
      return new Promise((resolve, reject) => {
        calls.set(id, (message) => {
          calls.delete(id)
          if (message.error) reject(toError(message.error))
          else resolve(build(message.result))
        })
      })
    }
    calls.delete(id)
    if (answer.error) throw toError(answer.error)
    return build(answer.result)
  }

  function build(description) {
    if (description.type === 'function') return (...args) => call(description.id, args)
    if (description.type !== 'object') return description.value
    return Object.freeze(Object.fromEntries(description.entries.map(([key, value]) => [key, build(value)])))
  }

  // A popup that is closed while it is being made can block its opener for good, so scripts never get to make one.
  const open = window.open
  window.open = (url = '', target = '_blank', features = '') => {
    if (['_self', '_top', '_parent'].includes(target)) return open.call(window, url, target, features)
    toPreload({ open: { url: new URL(url || 'about:blank', document.baseURI).href, frameName: target, features } })
    return null
  }

  document.addEventListener(`${channel}>page`, ({ detail: message }) => {
    if (message.expose) {
      const value = build(message.api)
      Object.defineProperty(window, message.expose, { value, enumerable: true, configurable: false, writable: false })
    } else if (message.callback) callbacks.get(message.callback)?.(...message.args.map(build))
    else calls.get(message.id)?.(message)
  })
})()
