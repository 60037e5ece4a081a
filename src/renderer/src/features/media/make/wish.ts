import { ImageRatio } from '../../../../../contract/ai/tasks.ts'

/** What is made from words. */
export type Kind = 'image' | 'video'

/** What is asked for, as far as it is said. */
export interface Wish {
  readonly prompt: string
  readonly ratio: ImageRatio
}

export const ratiosOf = {
  image: ImageRatio.options,
  video: ['9:16', '16:9'],
} as const satisfies Record<Kind, readonly ImageRatio[]>

/** The ratio where this kind has it, else the first that it has. */
export function ratioFor(kind: Kind, ratio: ImageRatio | undefined): ImageRatio {
  const known: readonly ImageRatio[] = ratiosOf[kind]
  return known.find((one) => one === ratio) ?? ratiosOf[kind][0]
}
