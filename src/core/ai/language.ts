/** The few words that every text of a language is full of; none of them is common in another of the list. */
const common: Readonly<Record<string, string>> = {
  en: 'the and is are with for this that your you our have from not what how be of',
  de: 'der die das und ist nicht mit für ein eine wir ihr euch auf auch sich von dem den zu',
  fr: 'le les des est une dans pour avec vous nous pas sur qui plus et du votre au',
  es: 'el los las una por para con más del pero su es este como tu nuestro y muy',
  it: 'il che di per una con non sono più del della gli anche come questo è ed nel',
  pt: 'os uma para com não mais do da em seu sua você que dos mas ao isso nosso',
  nl: 'het een van en de voor met niet zijn je wij ook aan dat deze onze naar bij',
  pl: 'nie się jest na do to że jak dla czy ale są tak już nasz przez oraz',
  sv: 'och att det som är för inte en på med av till den har vi ett om',
}
const scripts: readonly [string, RegExp][] = [
  ['ja', /[\u3040-\u30ff]/gu],
  ['ko', /[\uac00-\ud7af]/gu],
  ['zh', /[\u4e00-\u9fff]/gu],
  ['ru', /[\u0400-\u04ff]/gu],
  ['ar', /[\u0600-\u06ff]/gu],
  ['el', /[\u0370-\u03ff]/gu],
  ['he', /[\u0590-\u05ff]/gu],
]
const words = Object.entries(common).map(([language, list]) => [language, new Set(list.split(' '))] as const)

/** What language a text is in, where it can be told with some certainty; null for short, mixed or unknown ones. ISO 639-1. */
export function guessLanguage(text: string): string | null {
  const letters = text.match(/\p{L}/gu)?.length ?? 0
  for (const [language, script] of scripts) if ((text.match(script)?.length ?? 0) > letters * 0.3) return language
  const all = text
    .toLowerCase()
    .replaceAll(/https?:\S+|[#@]\S+/g, ' ')
    .match(/\p{L}+/gu)
  if (!all || all.length < 6) return null
  const scored = words
    .map(([language, set]) => ({ language, hits: all.filter((word) => set.has(word)).length }))
    .sort((a, b) => b.hits - a.hits)
  const [first, second] = scored
  if (!first || first.hits < 3 || first.hits < all.length * 0.08) return null
  return first.hits >= (second?.hits ?? 0) * 1.5 + 1 ? first.language : null
}

/** Languages that share what a script is taken for. */
const sharing: Readonly<Record<string, readonly string[]>> = {
  ru: ['uk', 'bg', 'sr', 'be', 'mk'],
  ar: ['fa', 'ur'],
  zh: ['ja'],
}

/** Whether a text is surely in another language than the tag names. */
export function isOtherLanguage(text: string, tag: string): boolean {
  const guessed = guessLanguage(text)
  const wanted = tag.split('-')[0] ?? ''
  const known =
    wanted in common ||
    Object.values(sharing).some((others) => others.includes(wanted)) ||
    scripts.some(([language]) => language === wanted)
  if (guessed === null || guessed === wanted) return false
  return known && !sharing[guessed]?.includes(wanted)
}

/** A language by its English name, as models know it: `pt-BR` is Brazilian Portuguese. */
export function languageName(tag: string): string {
  try {
    return new Intl.DisplayNames('en', { type: 'language' }).of(tag) ?? tag
  } catch {
    return tag
  }
}
