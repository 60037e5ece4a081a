import { zoneCity } from '../../lib/times.ts'

/** A zone as it stands once in a view: "Berlin, CET"; just "UTC" where its city is its name. */
export function zoneLabel(zone: string, name: string): string {
  const city = zoneCity(zone)
  return city === name ? name : `${city}, ${name}`
}
