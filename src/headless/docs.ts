import { readFile } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { join } from 'node:path'
import { pageHeaders } from '../contract/page-policy.ts'

const files: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
}

const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Broadside API</title>
<link rel="stylesheet" href="/docs/swagger-ui.css"></head>
<body><div id="reference"></div><script src="/docs/swagger-ui-bundle.js"></script><script src="/docs/start.js"></script></body></html>`

const start = `window.SwaggerUIBundle({ url: '/v1/openapi.json', dom_id: '#reference', deepLinking: true, docExpansion: 'none', filter: true, tryItOutEnabled: true, persistAuthorization: false, validatorUrl: null })`

/** The reference for people, from this machine alone. Its library places styles and small pictures inline. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

export async function answerDocs(path: string, response: ServerResponse, docsDir: string): Promise<void> {
  const name = path.replace(/^\/docs\/?/, '')
  const headers = { ...pageHeaders, 'content-security-policy': policy }
  if (name === '')
    return void response.writeHead(200, { ...headers, 'content-type': 'text/html; charset=utf-8' }).end(page)
  if (name === 'start.js')
    return void response.writeHead(200, { ...headers, 'content-type': 'text/javascript; charset=utf-8' }).end(start)
  const type = files[name]
  if (!type) return void response.writeHead(404, headers).end()
  response.writeHead(200, { ...headers, 'content-type': type }).end(await readFile(join(docsDir, name)))
}
