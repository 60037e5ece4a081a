import type { SettingsField } from '../../../../../contract/platforms/index.ts'

/** Settings that belong to one post by their nature; to start every post with them would be a mistake. */
const ofOnePost: readonly string[] = ['replyTo', 'excerpt']

/** The settings that make sense for every post of an account. */
export function lastingFields(fields: readonly SettingsField[]): readonly SettingsField[] {
  return fields.filter(({ key, kind }) => kind !== 'poll' && !ofOnePost.includes(key))
}
