// Navigation and window.open as the app may refuse them: both are held in Chromium until the app has been asked.
import { browser } from './browser.mjs'
import { toAppUrl } from './protocol.mjs'
import { preventable } from './standin.mjs'

/**
 * Emits will-frame-navigate, will-navigate and will-redirect on `contents` before a document is requested, and cancels
 * the request when a listener prevents it. `allowNext()` lets the app's own loadURL or reload through unasked.
 */
export async function guardNavigation({ contents, send, on, mainFrameId }) {
  let allowed = 0
  on('Fetch.requestPaused', ({ requestId, request, frameId, redirectedRequestId }) => {
    const isMainFrame = frameId === mainFrameId
    const ownLoad = isMainFrame && allowed > 0
    if (ownLoad) allowed--
    const go = ownLoad || ask(toAppUrl(request.url), isMainFrame, redirectedRequestId !== undefined)
    const answer = go
      ? send('Fetch.continueRequest', { requestId })
      : send('Fetch.failRequest', { requestId, errorReason: 'Aborted' })
    answer.catch(() => {}) // the page is gone
  })
  // Addresses Chromium does not fetch (mailto:, broadside:, file:) go nowhere here; the app is asked all the same.
  on('Page.frameRequestedNavigation', ({ frameId, url, disposition }) => {
    if (disposition === 'currentTab' && !/^(https?|blob|data|about):/.test(url))
      ask(url, frameId === mainFrameId, false)
  })
  await send('Fetch.enable', { patterns: [{ urlPattern: '*', resourceType: 'Document', requestStage: 'Request' }] })

  function ask(url, isMainFrame, isRedirect) {
    const frame = isMainFrame ? contents.mainFrame : { url, parent: contents.mainFrame }
    const event = preventable({ url, isMainFrame, isSameDocument: false, frame, initiator: contents.mainFrame })
    if (isRedirect) contents.emit('will-redirect', event, url, false, isMainFrame)
    else {
      contents.emit('will-frame-navigate', event)
      if (isMainFrame) contents.emit('will-navigate', event, url, false, isMainFrame)
    }
    return !event.defaultPrevented
  }

  return { allowNext: () => allowed++ }
}

/**
 * Asks the window-open handler about each popup: of a link as it appears, when a denied one is closed before it shows
 * anything, and of a script (`fromScript`) before there is one.
 */
export function guardWindowOpen({ on, mainFrameId, ask }) {
  let opened
  on('Page.windowOpen', (details) => (opened = details))
  browser.cdp.on('Target.targetCreated', ({ targetInfo }) => {
    if (targetInfo.openerId !== mainFrameId || targetInfo.type !== 'page') return
    const { url = targetInfo.url, windowName = '', windowFeatures = [] } = opened ?? {}
    const { action } = ask(describe({ url, frameName: windowName, features: windowFeatures.join(',') }))
    if (action === 'deny') browser.cdp.send('Target.closeTarget', { targetId: targetInfo.targetId }).catch(() => {}) // gone already
  })

  function describe({ url, frameName, features }) {
    const disposition = /(^|,)(width|height)=/.test(features) ? 'new-window' : 'foreground-tab'
    const referrer = { url: '', policy: 'strict-origin-when-cross-origin' }
    return { url: toAppUrl(url), frameName, features, disposition, referrer }
  }

  return {
    fromScript(details) {
      if (ask(describe(details)).action !== 'deny')
        throw new Error('electron stand-in: window.open that is allowed is not covered')
    },
  }
}
