import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ScheduleRow } from '../../contract/schedules.ts'
import { fromMarkdown, toMarkdown } from './markdown.ts'
import { readCsv, writeCsv } from './csv.ts'
import { columns, fromCell, toCells } from './row.ts'

const line = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.constantFrom(
    '---',
    '<!-- next part -->',
    '\\<!-- next part -->',
    '',
    ' ',
    '=1+1',
    "'=1",
    '@x',
    '- a',
    '#',
    'a: b',
  ),
)
const text = fc.array(line, { maxLength: 5 }).map((lines) => lines.join('\n'))
const asset = fc.constantFrom('asset_00000000000000000000000001', 'asset_00000000000000000000000002')
const parts = fc.array(
  fc.record({ text, assets: fc.array(asset, { minLength: 1, maxLength: 2 }) }, { requiredKeys: ['text'] }),
  {
    minLength: 2,
    maxLength: 4,
  },
)
const rest = fc.record(
  {
    title: text.filter((one) => one !== ''),
    link: fc.webUrl(),
    labels: fc.array(fc.string({ minLength: 1, maxLength: 10 }), { minLength: 1, maxLength: 3 }),
    publishAt: fc.constant('2026-12-24T09:00'),
    timezone: fc.constantFrom('Europe/Berlin', 'UTC'),
    targets: fc.array(
      fc.record({
        account: fc.string({ minLength: 1 }),
        settings: fc.dictionary(fc.string(), fc.oneof(text, fc.boolean(), fc.integer())),
      }),
      {
        minLength: 1,
        maxLength: 2,
      },
    ),
  },
  { requiredKeys: [] },
)
const row: fc.Arbitrary<ScheduleRow> = fc.oneof(
  fc
    .tuple(
      rest,
      text.filter((one) => one !== ''),
    )
    .map(([head, only]) => ({ ...head, text: only })),
  fc.tuple(rest, parts).map(([head, thread]) => ({ ...head, parts: thread })),
) as fc.Arbitrary<ScheduleRow>
const plain = (value: unknown) => JSON.parse(JSON.stringify(value)) as unknown

test('a row written as Markdown is read as it was', () => {
  fc.assert(
    fc.property(row, (one) => {
      expect(fromMarkdown(toMarkdown(one))).toEqual(plain(one))
    }),
  )
})

test('rows written as CSV are read as they were', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 4 }), async (all) => {
      const { records } = await readCsv(writeCsv(columns, all.map(toCells)))
      const read = records.map(({ cells }) =>
        Object.fromEntries(columns.flatMap((name, at) => (cells[at] ? [[name, fromCell(name, cells[at])]] : []))),
      )
      expect(read).toEqual(plain(all))
    }),
  )
})

test('no cell of an export begins as a formula does', () => {
  const csv = writeCsv(['text'], [['=HYPERLINK("http://x")'], ['+1'], ['-1'], ['@sum'], ['\tx'], ['fine']])
  expect(csv.split('\n').slice(1, 7)).toEqual([`"'=HYPERLINK(""http://x"")"`, `'+1`, `'-1`, `'@sum`, `"'\tx"`, 'fine'])
})

test('CSV with other separators, a byte order mark and quoted line breaks is read', async () => {
  const { columns: names, records } = await readCsv('\uFEFFtext;account\r\n"Two\r\nlines";a\r\n\r\nOne;b\r\n')
  expect(names).toEqual(['text', 'account'])
  expect(records.map(({ cells }) => cells)).toEqual([
    ['Two\r\nlines', 'a'],
    ['One', 'b'],
  ])
})

test('CSV that is malformed, endless in one cell, or has too many columns is refused', async () => {
  await expect(readCsv('a,b\n"open')).rejects.toMatchObject({ code: 'unprocessable' })
  await expect(readCsv(`a\n"${'x'.repeat(2_000_000)}"`)).rejects.toMatchObject({ code: 'unprocessable' })
  await expect(readCsv(','.repeat(300))).rejects.toMatchObject({ code: 'unprocessable' })
  await expect(readCsv('')).rejects.toMatchObject({ code: 'unprocessable' })
  await expect(readCsv(`a\n${'x\n'.repeat(20_001)}`)).rejects.toMatchObject({ code: 'unprocessable' })
})

test('front matter cannot make one name stand for very much', () => {
  const bomb = `---\na: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b]\n---\nText\n`
  expect(fromMarkdown(bomb)).toBeNull()
})

test('a Markdown file of a person’s own, without front matter, is a text', () => {
  expect(fromMarkdown('Just words\n')).toEqual({ text: 'Just words' })
})
