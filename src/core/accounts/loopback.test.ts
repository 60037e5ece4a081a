import { expect, test } from 'vitest'
import { said } from '../../contract/sentences/index.ts'
import type { AppSettings } from '../../contract/system.ts'
import { listenForRedirect } from './loopback.ts'

async function tabIn(chosen: AppSettings['language'], browser: string): Promise<string> {
  const refused = { title: said('tab_not_connected', { platform: 'X' }), text: said('tab_given_up') }
  const listener = await listenForRedirect(
    async () => refused,
    () => chosen,
  )
  try {
    const answer = await fetch(`${listener.redirectUri}?state=s`, { headers: { 'accept-language': browser } })
    return await answer.text()
  } finally {
    listener.close()
  }
}

test('the tab speaks the language that was chosen, else the browser’s where there is one, else English', async () => {
  expect(await tabIn('system', 'fr-FR, de-AT;q=0.8, en;q=0.5')).toContain('X wurde nicht verbunden')
  expect(await tabIn('system', 'de-DE')).toContain('<html lang="de">')
  expect(await tabIn('en', 'de-DE')).toContain('X was not connected')
  expect(await tabIn('system', 'fr-FR')).toContain('<html lang="en">')
})
