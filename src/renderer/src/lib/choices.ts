import { useCallback } from 'react'
import { create } from 'zustand'
import { persist } from 'zustand/middleware'

const useChoices = create<{ choices: Record<string, unknown> }>()(
  persist(() => ({ choices: {} }), { name: 'broadside-choices' }),
)

/** A choice of this window that outlives it: a folded column, a calendar's view, columns of a table. Not for what the studio knows. */
export function useChoice<Value>(key: string, start: Value): [Value, (value: Value) => void] {
  const value = useChoices((state) => (key in state.choices ? (state.choices[key] as Value) : start))
  const set = useCallback((next: Value) => setChoice(key, next), [key])
  return [value, set]
}

export function getChoice<Value>(key: string): Value | undefined {
  return useChoices.getState().choices[key] as Value | undefined
}

export function setChoice(key: string, value: unknown): void {
  useChoices.setState(({ choices }) => ({ choices: { ...choices, [key]: value } }))
}
