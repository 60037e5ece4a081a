/** Moment and reason of a backup, from its name: `2026-11-21T09-00-00.000Z-daily.db`. */
export function readBackupName(name: string): { at: string; why: 'daily' | 'before-update' } | null {
  const [, day, hour, minute, rest, why] = /^(.+T)(\d\d)-(\d\d)-(.+Z)-(daily|before-update)\.db$/.exec(name) ?? []
  return day && why ? { at: `${day}${hour}:${minute}:${rest}`, why: why as 'daily' | 'before-update' } : null
}
