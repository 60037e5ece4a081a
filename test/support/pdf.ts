/** A PDF of empty pages with its table of objects, `padding` bytes of a stream that nothing shows, and a password's dictionary where `locked`. */
export function makePdf(
  pages: number,
  { padding = 0, locked = false }: { padding?: number; locked?: boolean } = {},
): Buffer {
  const offsets: number[] = []
  let text = '%PDF-1.7\n%\xe2\xe3\xcf\xd3\n'
  const add = (object: string) => {
    offsets.push(text.length)
    text += `${offsets.length} 0 obj\n${object}\nendobj\n`
  }
  const kids = Array.from({ length: pages }, (_, at) => `${at + 3} 0 R`).join(' ')
  add('<</Type/Catalog/Pages 2 0 R>>')
  add(`<</Type/Pages/Count ${pages}/Kids[${kids}]>>`)
  for (let page = 0; page < pages; page++) add('<</Type/Page/Parent 2 0 R/MediaBox[0 0 1080 1350]>>')
  if (padding > 0) add(`<</Length ${padding}>>\nstream\n${'x'.repeat(padding)}\nendstream`)
  const key = `<${'ab'.repeat(32)}>`
  if (locked) add(`<</Filter/Standard/V 1/R 2/O ${key}/U ${key}/P -44>>`)
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  const lock = locked ? `/Encrypt ${offsets.length} 0 R/ID[${key}${key}]` : ''
  const start = text.length
  text += `xref\n0 ${offsets.length + 1}\n0000000000 65535 f \n${table}`
  text += `trailer\n<</Size ${offsets.length + 1}/Root 1 0 R${lock}>>\nstartxref\n${start}\n%%EOF\n`
  return Buffer.from(text, 'latin1')
}
