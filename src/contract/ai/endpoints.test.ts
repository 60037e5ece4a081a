import { describe, expect, test } from 'vitest'
import { AiEndpointInput } from './endpoints.ts'

const read = (baseUrl: string) => AiEndpointInput.safeParse({ name: 'Some', baseUrl })

describe('the address of an endpoint', () => {
  test.each([
    ['https://api.openai.com/v1/', 'https://api.openai.com/v1'],
    ['http://127.0.0.1:11434/v1', 'http://127.0.0.1:11434/v1'],
    ['http://localhost:1234', 'http://localhost:1234'],
    ['http://[::1]:8080/v1', 'http://[::1]:8080/v1'],
    ['http://192.168.1.20:11434/v1', 'http://192.168.1.20:11434/v1'],
    ['http://gpu-box:8000/v1', 'http://gpu-box:8000/v1'],
    ['http://studio.local/v1', 'http://studio.local/v1'],
  ])('%s is taken', (address, kept) => {
    expect(read(address).data?.baseUrl).toBe(kept)
  })

  test.each([
    ['api.openai.com/v1', 'ai_endpoint_address'],
    ['ftp://example.com', 'ai_endpoint_address'],
    ['https://user:secret@example.com/v1', 'ai_endpoint_address'],
    ['https://example.com/v1?key=1', 'ai_endpoint_address'],
    ['http://api.example.com/v1', 'ai_endpoint_insecure'],
    ['http://127.0.0.1.example.com/v1', 'ai_endpoint_insecure'],
    ['http://8.8.8.8/v1', 'ai_endpoint_insecure'],
  ])('%s is refused, and why is said', (address, says) => {
    expect(read(address).error?.issues.map((issue) => ('params' in issue ? issue.params : null))).toEqual([{ says }])
  })
})
