import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { askPassphrase } from './ask-passphrase.ts'

function terminal(isTTY: boolean) {
  const input = Object.assign(new PassThrough(), { isTTY, setRawMode: () => input })
  const output = new PassThrough()
  let shown = ''
  output.on('data', (chunk) => (shown += String(chunk)))
  return { input, output, shown: () => shown }
}

test('what is typed at a terminal is not shown, and the erase key works', async () => {
  const { input, output, shown } = terminal(true)
  const asking = askPassphrase('Passphrase: ', { input, output })
  input.write('correct horsx\x7fe\r')
  expect(await asking).toBe('correct horse')
  expect(shown()).toBe('Passphrase: \n')
})

test('a script gives it as the first line of its input', async () => {
  const { input, output } = terminal(false)
  const asking = askPassphrase('Passphrase: ', { input, output })
  input.end('correct horse\nnothing else\n')
  expect(await asking).toBe('correct horse')
})

test('an input that ends without a line gives nothing and does not wait for ever', async () => {
  const { input, output } = terminal(false)
  const asking = askPassphrase('Passphrase: ', { input, output })
  input.end()
  expect(await asking).toBe('')
})
