import { create } from 'zustand'

type Sheet = 'palette' | 'keys' | null

/** Which of the window's own sheets is open. */
export const useSheet = create<{ sheet: Sheet }>()(() => ({ sheet: null }))

export function setSheet(sheet: Sheet): void {
  useSheet.setState({ sheet })
}
