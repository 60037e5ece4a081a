import { useMemo } from 'react'

/** Time zones this machine knows, for a list. */
export function useZones(): readonly string[] {
  return useMemo(() => {
    const zones = Intl.supportedValuesOf('timeZone')
    return zones.includes('UTC') ? zones : [...zones, 'UTC']
  }, [])
}
