import { describe, test } from 'vitest'
import { startChaosProxy } from '../../../../test/support/chaos-proxy.ts'
import { startWordPress, wordpressAvailable } from '../../../../test/support/wordpress.ts'
import { wordpress } from '../../../contract/platforms/wordpress.ts'
import { describePublisher } from '../conformance.ts'
import { wordpressConnector } from './auth.ts'
import { wordpressPublisher } from './index.ts'

const media = '/wp-json/wp/v2/media'
const error = (code: string, message: string, status: number) => ({ status, body: { code, message, data: { status } } })

if (!wordpressAvailable()) {
  describe('WordPress as a publisher', () => {
    test.skip('needs the packages of tools/peers.mjs', () => undefined)
  })
} else {
  describePublisher({
    name: 'WordPress',
    at: () => ({ publisher: wordpressPublisher, connector: wordpressConnector }),
    knowledge: wordpress,
    reconcile: 'finds',
    // wp-includes/rest-api/endpoints/class-wp-rest-posts-controller.php and class-wp-rest-attachments-controller.php.
    errors: [
      {
        name: '401 not logged in',
        at: 'commit',
        answer: error('rest_cannot_create', 'Sorry, you are not allowed to create posts as this user.', 401),
        expect: { is: 'rejected', code: 'reconnect' },
      },
      {
        name: '403 may not publish',
        at: 'commit',
        answer: error('rest_cannot_publish', 'Sorry, you are not allowed to publish posts in this post type.', 403),
        expect: { is: 'rejected', code: 'not_allowed' },
      },
      {
        name: '403 from a firewall',
        at: 'commit',
        answer: { status: 403, body: '<html>Forbidden</html>' },
        expect: { is: 'rejected', code: 'not_allowed' },
      },
      {
        name: '400 invalid parameter',
        at: 'commit',
        answer: error('rest_invalid_param', 'Invalid parameter(s): featured_media', 400),
        expect: { is: 'rejected', code: 'content' },
      },
      {
        name: '404 no route',
        at: 'commit',
        answer: error('rest_no_route', 'No route was found matching the URL and request method.', 404),
        expect: { is: 'rejected', code: 'platform' },
      },
      {
        name: '429 from a firewall',
        at: 'commit',
        answer: { status: 429, headers: { 'retry-after': '60' }, body: 'Too many requests' },
        expect: { is: 'deferred', code: 'rate_limited' },
      },
      {
        name: '301 to another address',
        at: 'commit',
        answer: { status: 301, headers: { location: 'https://elsewhere.example/' }, body: '' },
        expect: { is: 'rejected', code: 'platform' },
      },
      {
        name: '500 could not insert',
        at: 'commit',
        answer: error('db_insert_error', 'Could not insert post into the database.', 500),
        expect: { is: 'unknown' },
      },
      {
        name: '200 with a page',
        at: 'commit',
        answer: { status: 200, body: '<html>Coming soon</html>' },
        expect: { is: 'unknown' },
      },
      {
        name: 'upload: 413 from the web server',
        at: 'upload',
        answer: { status: 413, body: '<html>Request Entity Too Large</html>' },
        expect: { is: 'rejected', code: 'media' },
      },
      {
        name: 'upload: 500 type not permitted',
        at: 'upload',
        answer: error('rest_upload_unknown_error', 'Sorry, you are not allowed to upload this file type.', 500),
        expect: { is: 'rejected', code: 'media' },
      },
      {
        name: 'upload: 400 no room',
        at: 'upload',
        answer: error('rest_upload_limited_space', 'Not enough space to upload.', 400),
        expect: { is: 'rejected', code: 'media' },
      },
      {
        name: 'upload: 403 may not upload',
        at: 'upload',
        answer: error('rest_cannot_create', 'Sorry, you are not allowed to upload media on this site.', 403),
        expect: { is: 'rejected', code: 'not_allowed' },
      },
      {
        name: 'upload: 503 maintenance',
        at: 'upload',
        answer: { status: 503, body: 'Briefly unavailable for scheduled maintenance.' },
        expect: { is: 'not_sent', code: 'platform' },
      },
    ],
    async start() {
      const site = await startWordPress()
      const proxy = await startChaosProxy(site.url)
      const account = {
        id: 'acct_1',
        platform: 'wordpress',
        externalId: 'site#1',
        displayHandle: 'site',
        server: proxy.url,
        limits: {},
        method: 'app_password',
      } as const
      return {
        origin: '',
        account,
        secrets: { ...site.admin, root: 'wp-json/' },
        chaos: proxy,
        commit: { method: 'POST', path: /^\/wp-json\/wp\/v2\/posts\/\d+$/ },
        upload: { method: 'POST', path: media },
        async posts() {
          const library = await site.media()
          return (
            (await site.posts())
              // A draft is a step on the way, and nothing that anybody sees; neither is what waits for its time.
              .filter(({ status }) => !['trash', 'draft', 'future'].includes(status))
              .map(({ id, content, featured }) => {
                const inline = [...content.matchAll(/<img [^>]*alt="([^"]*)"/g)].map(([, alt = '']) => ({ alt }))
                const first = library.filter((item) => item.id === featured).map(({ alt }) => ({ alt }))
                return { remoteId: String(id), text: textOf(content), replyTo: null, images: [...first, ...inline] }
              })
          )
        },
        async connectAnother() {
          const other = await site.addUser('author')
          return { account, secrets: { ...other, root: 'wp-json/' }, revoke: () => site.revoke(other.user) }
        },
        renewal: null,
        processing: null,
        advance: null,
        release: () => site.publishScheduled(),
        stop: async () => void (await Promise.all([proxy.stop(), site.stop()])),
      }
    },
  })
}

function textOf(content: string): string {
  return content
    .replace(/<!--.*?-->|<[^>]*>/gs, '')
    .replace(
      /&(amp|lt|gt|#0?91|#0?93);/g,
      (whole, name: string) => ({ amp: '&', lt: '<', gt: '>', '#091': '[', '#093': ']' })[name] ?? whole,
    )
    .trim()
}
