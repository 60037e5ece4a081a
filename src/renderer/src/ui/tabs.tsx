import { Tabs as Radix } from 'radix-ui'

interface TabsProps<Value extends string> {
  readonly label: string
  readonly value: Value
  readonly tabs: readonly {
    readonly value: Value
    readonly label: string
    readonly count?: number | undefined
    readonly hot?: boolean
  }[]
  readonly onChange: (value: Value) => void
  readonly className?: string
}

/** Tabs on a 2 px ink line, with counts. What they show is the view's own, so no panel is named. */
export function Tabs<Value extends string>({ label, value, tabs, onChange, className }: TabsProps<Value>) {
  return (
    <Radix.Root value={value} onValueChange={(next) => onChange(next as Value)} className={className}>
      <Radix.List className="tabs" aria-label={label}>
        {tabs.map((tab) => (
          <Radix.Trigger key={tab.value} value={tab.value} aria-controls={undefined}>
            {tab.label}
            {tab.count !== undefined && <span className={tab.hot && tab.count > 0 ? 'c hot' : 'c'}>{tab.count}</span>}
          </Radix.Trigger>
        ))}
      </Radix.List>
    </Radix.Root>
  )
}
