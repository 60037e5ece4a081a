import type { PlatformRules } from '../../../../contract/platforms/index.ts'

/** One thing a platform takes from here, or does not; `key` under `accounts:can`. */
export interface Ability {
  readonly key: string
  readonly can: boolean
  readonly params?: Readonly<Record<string, string | number>>
}

/** What Broadside can do there, from the platform's rules (narrowed by what an account's server announced). */
export function abilitiesOf({
  text,
  media,
  thread,
  title,
  edit,
  remoteDelete,
  nativeSchedule,
  linkCard,
}: PlatformRules): Ability[] {
  const yes = (key: string, params?: Ability['params']): Ability => ({ key, can: true, ...(params && { params }) })
  const no = (key: string): Ability => ({ key, can: false })
  return [
    text.unit === 'none' ? yes('textFree') : yes('text', { count: text.max }),
    ...(media.images ? [yes('images', { count: media.max })] : []),
    media.video ? yes('video', { size: sizeText(media.video.maxBytes) }) : no('noVideo'),
    thread ? yes('thread') : no('noThread'),
    ...(title ? [yes('title')] : []),
    ...(linkCard ? [yes('linkCard')] : []),
    ...(edit && remoteDelete
      ? [yes('editDelete')]
      : [remoteDelete ? yes('delete') : no('noDelete'), edit ? yes('edit') : no('noEdit')]),
    ...(nativeSchedule ? [yes('schedule')] : []),
    ...(text.perLink ? [yes('textLink', { count: text.perLink })] : []),
  ]
}

/** `99 MB`, `2 GB`: the number platforms print is in their own unit, so this one is rounded down to be kept. */
export function sizeText(bytes: number): string {
  const [unit, size] = bytes >= 1_000_000_000 ? (['GB', 1_000_000_000] as const) : (['MB', 1_000_000] as const)
  return `${Math.floor((bytes / size) * 10) / 10} ${unit}`
}
