import type { Session } from 'electron'
import { permits } from './window-policy.ts'

/** Pages get no camera, place, device or other power but what the policy lists. */
export function guardSession(session: Session, pageOrigin: string): void {
  session.setPermissionRequestHandler((_, permission, answer, details) =>
    answer(permits(permission, details.requestingUrl, pageOrigin)),
  )
  session.setPermissionCheckHandler((_, permission, origin) => permits(permission, origin, pageOrigin))
  session.setDevicePermissionHandler(() => false)
}
