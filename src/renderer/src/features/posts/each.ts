export interface Outcome<Item, Result> {
  readonly done: readonly { readonly item: Item; readonly result: Result }[]
  readonly failed: readonly { readonly item: Item; readonly error: unknown }[]
}

/** Does something to each, a few at once; one that fails stops none of the others. */
export async function each<Item, Result>(
  items: readonly Item[],
  act: (item: Item) => Promise<Result>,
  atOnce = 4,
): Promise<Outcome<Item, Result>> {
  const done: { item: Item; result: Result }[] = []
  const failed: { item: Item; error: unknown }[] = []
  const waiting = [...items]
  const work = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) {
      try {
        done.push({ item, result: await act(item) })
      } catch (error) {
        failed.push({ item, error })
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, work))
  return { done, failed }
}
