import { Notification } from 'electron'
import type { Notice } from './notices.ts'

/** Shows notices of the system; `onClick` hears the notice that was clicked. */
export function createNotifier(onClick: (notice: Notice) => void) {
  // Kept, or they would be collected before they are clicked.
  const shown = new Map<string, Notification>()
  return {
    show(notice: Notice) {
      if (!Notification.isSupported()) return
      shown.get(notice.key)?.close()
      const notification = new Notification({ title: notice.title, body: notice.body })
      const forget = () => {
        if (shown.get(notice.key) === notification) shown.delete(notice.key)
      }
      notification.on('click', () => {
        forget()
        onClick(notice)
      })
      notification.on('close', forget)
      shown.set(notice.key, notification)
      notification.show()
    },
  }
}
