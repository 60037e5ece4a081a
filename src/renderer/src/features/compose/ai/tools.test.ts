import { expect, test } from 'vitest'
import { countedFor, emptyForm, type Form, type Subject, taskOf, toolNames } from './tools.ts'

const subject: Subject = {
  ...{ post: 'post1', text: 'One', whole: 'One\n\nTwo', base: 'One\n\nTwo', account: null, pictures: ['pic1'] },
  ...{ accounts: ['wide', 'narrow'], tightest: 'narrow', tightestFitting: 'wide' },
}
const form = (more: Partial<Form>): Form => ({ ...emptyForm, ...more })

test('shortening keeps to the strictest account, changing the tone to one the text already fits at', () => {
  expect(taskOf('concise', emptyForm, subject)).toEqual({ task: 'concise', text: 'One', for: { account: 'narrow' } })
  expect(taskOf('tone', emptyForm, subject)).toMatchObject({ for: { account: 'wide' } })
  expect(countedFor('tone', form({ countedFor: 'narrow' }), subject)).toBe('narrow')
})

test('with nobody’s rules, shortening waits until a length is told', () => {
  expect(taskOf('concise', form({ countedFor: '' }), subject)).toBeNull()
  expect(taskOf('concise', form({ countedFor: '', max: 200 }), subject)).toEqual({
    ...{ task: 'concise', text: 'One', max: 200 },
  })
})

test('adapting takes the whole thread, and only accounts that are still chosen', () => {
  expect(taskOf('adapt', form({ accounts: ['narrow', 'gone'] }), subject)).toEqual({
    ...{ task: 'adapt', text: 'One\n\nTwo', accounts: ['narrow'] },
  })
})

test('nothing can be asked of an empty text but to write one', () => {
  const empty = { ...subject, text: '', whole: '', base: '', pictures: [], accounts: ['wide'] }
  const filled = form({ topic: 'Roasting', instruction: 'Shorter', feedback: 'Warmer' })
  expect(toolNames.filter((tool) => taskOf(tool, filled, empty) !== null)).toEqual(['write'])
})

test('a page is read only where an address is whole', () => {
  expect(taskOf('write', form({ source: 'page', page: 'fernweh' }), subject)).toBeNull()
  expect(taskOf('write', form({ source: 'page', page: 'https://fernweh.example' }), subject)).toMatchObject({
    from: { url: 'https://fernweh.example' },
  })
})

test('a caption is made from the pictures, with what is written as what it is about', () => {
  expect(taskOf('caption', emptyForm, subject)).toMatchObject({ task: 'caption', assets: ['pic1'], about: 'One' })
  expect(taskOf('caption', form({ captionKind: 'carousel', about: 'Pour-over' }), subject)).toMatchObject({
    ...{ task: 'carousel', about: 'Pour-over', slides: 5 },
  })
})
