import type { SettingsField } from '../../../../../contract/platforms/index.ts'

/** Settings that belong to one post by their nature; to start every post with them would be a mistake. */
const ofOnePost: readonly string[] = ['replyTo', 'excerpt']
const ofOneKind: readonly SettingsField['kind'][] = ['poll', 'asset', 'datetime']

/** The settings that make sense for every post of an account. */
export function lastingFields(fields: readonly SettingsField[]): readonly SettingsField[] {
  return fields.filter(({ key, kind }) => !ofOneKind.includes(kind) && !ofOnePost.includes(key))
}
