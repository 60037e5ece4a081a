const isMac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform)

const macNames: Record<string, string> = {
  mod: '⌘',
  alt: '⌥',
  shift: '⇧',
  enter: '⏎',
  escape: 'Esc',
  arrowup: '↑',
  arrowdown: '↓',
  arrowleft: '←',
  arrowright: '→',
}
const otherNames: Record<string, string> = { ...macNames, mod: 'Ctrl', alt: 'Alt', shift: 'Shift' }

/** How a shortcut like `mod+enter` or `g t` is written on this machine: `⌘⏎`, `Ctrl+⏎`, `G T`. */
export function shortcutText(keys: string): string {
  const names = isMac ? macNames : otherNames
  const chord = (one: string) =>
    one
      .split('+')
      .map((key) => names[key] ?? (key.length === 1 ? key.toUpperCase() : key))
      .join(isMac ? '' : '+')
  return keys.split(' ').map(chord).join(' ')
}

/** A key or chord as printed on a keyboard. Silent where what it stands in tells it by `aria-keyshortcuts`. */
export function Kbd({ keys, silent }: { readonly keys: string; readonly silent?: boolean }) {
  return <kbd aria-hidden={silent}>{shortcutText(keys)}</kbd>
}
