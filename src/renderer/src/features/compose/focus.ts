/** Puts the caret into a part once it is drawn; at the end where no place is named. */
export function focusPart(key: string, at?: number): void {
  requestAnimationFrame(() => {
    const input = document.querySelector<HTMLTextAreaElement>(`[data-part="${key}"] textarea`)
    if (!input) return
    input.focus()
    const place = at ?? input.value.length
    input.setSelectionRange(place, place)
  })
}

/** Opens the alt text of a file of a part. */
export function openAlt(key: string, index: number): void {
  requestAnimationFrame(() => document.querySelector<HTMLButtonElement>(`[data-tile="${key}:${index}"]`)?.click())
}

/** Keeps the focus on an account that goes from one list to the other. */
export function focusAccount(id: string): void {
  requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-account="${id}"] input`)?.focus())
}
