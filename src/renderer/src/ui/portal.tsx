import { createContext, useContext } from 'react'

/** Where floating parts are put: the document, or the open dialog (which lies in the top layer, above everything else). */
const PortalContext = createContext<HTMLElement | null>(null)

export const PortalProvider = PortalContext.Provider

export function usePortal(): HTMLElement | undefined {
  return useContext(PortalContext) ?? undefined
}
