/** Servers people use, by what they are called and where they answer. Ollama and LM Studio run on one's own machine, at the port they choose unless told. */
export const presets = {
  openai: { name: 'OpenAI', baseUrl: 'https://api.openai.com/v1', free: false },
  ollama: { name: 'Ollama', baseUrl: 'http://127.0.0.1:11434/v1', free: true },
  lmstudio: { name: 'LM Studio', baseUrl: 'http://127.0.0.1:1234/v1', free: true },
  other: { name: '', baseUrl: '', free: false },
} as const satisfies Record<string, { name: string; baseUrl: string; free: boolean }>

export type Preset = keyof typeof presets
export const presetNames = Object.keys(presets) as Preset[]

/** What is entered of an endpoint. */
export interface EndpointFields {
  readonly name: string
  readonly baseUrl: string
  /** Empty: none is entered. */
  readonly key: string
  readonly free: boolean
  readonly timeoutSeconds: number
}

export function fieldsOf(preset: Preset): EndpointFields {
  return { ...presets[preset], key: '', timeoutSeconds: 120 }
}

/** The preset an address belongs to, by its host. */
export function presetAt(baseUrl: string): Preset {
  const hostOf = (url: string) => URL.parse(url)?.host
  return presetNames.find((name) => name !== 'other' && hostOf(presets[name].baseUrl) === hostOf(baseUrl)) ?? 'other'
}
