import type { Choice } from '../../../../../contract/accounts.ts'

/** Whether every word that was typed is somewhere in its name or handle. */
export function isSought({ name, displayHandle }: Choice, sought: string): boolean {
  const text = `${name} ${displayHandle}`.toLocaleLowerCase()
  return sought
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}
