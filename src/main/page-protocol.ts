import { protocol } from 'electron'
import { answerPage, type PageServer } from '../core/hosting/page-server.ts'
import { appHost, appScheme } from './window-policy.ts'

/** Must run before the app is ready. */
export function registerPageScheme(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true }
  protocol.registerSchemesAsPrivileged([{ scheme: appScheme, privileges }])
}

export function servePages(server: Omit<PageServer, 'host'>, onFailure: (error: unknown) => void): void {
  protocol.handle(appScheme, async (request) => {
    try {
      return await answerPage(request, { ...server, host: appHost })
    } catch (error) {
      onFailure(error)
      return new Response(null, { status: 500 })
    }
  })
}
