import { ScrollRegion } from '../../ui/index.ts'

/** What was sent, to the letter. */
export function Json({ value, label }: { readonly value: unknown; readonly label: string }) {
  return (
    <ScrollRegion label={label} className="au-json">
      <pre>{JSON.stringify(value, null, 2)}</pre>
    </ScrollRegion>
  )
}
