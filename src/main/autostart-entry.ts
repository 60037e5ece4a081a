/** A desktop entry that starts `program` without a window. Quoting: Desktop Entry Specification, "The Exec key". */
export function autostartEntry(program: string): string {
  const quoted = program
    .replaceAll(/["`$\\]/g, (character) => `\\${character}`)
    .replaceAll('\\', '\\\\')
    .replaceAll('%', '%%')
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Broadside',
    `Exec="${quoted}" --hidden`,
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n')
}
