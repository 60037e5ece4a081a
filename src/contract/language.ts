/** Languages that everything is said in. */
export type Language = 'en' | 'de'

const languages: readonly Language[] = ['en', 'de']

/** The language the person chose, else the first of the wanted ones (BCP 47 tags) that there is, else English. */
export function chooseLanguage(chosen: 'system' | Language, wanted: readonly string[]): Language {
  if (chosen !== 'system') return chosen
  const known = wanted.map((tag) => languages.find((language) => tag.toLowerCase().split('-')[0] === language))
  return known.find((language) => language !== undefined) ?? 'en'
}
