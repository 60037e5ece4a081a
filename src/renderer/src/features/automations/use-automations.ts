import { useViewSearch } from '../../lib/go.ts'

/** What of the view stands in its address: the part that is shown, and what is open beside it. */
export function useAutomations() {
  const [address, setAddress] = useViewSearch<'section' | 'key' | 'hook' | 'make'>()
  const nothing = { key: undefined, hook: undefined, make: undefined }
  return {
    address,
    show: (section: string) => setAddress({ ...nothing, section }),
    open: (one: { section?: string; key?: string; hook?: string; make?: 'key' | 'hook' }) =>
      setAddress({ ...nothing, ...one }),
    close: () => setAddress(nothing),
  }
}
