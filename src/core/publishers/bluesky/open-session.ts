import { said } from '../../../contract/sentences/index.ts'
import type { PublishContext } from '../publisher.ts'
import { openOAuthSession, type OAuthSecrets } from './oauth.ts'
import { openPasswordSession } from './password.ts'
import { signedOut, type BlueskyAddresses, type Session } from './session.ts'

export function openSession(context: PublishContext, addresses: BlueskyAddresses): Session {
  switch (context.secrets['kind']) {
    case 'app_password':
      return openPasswordSession(context)
    case 'oauth':
      return openOAuthSession(context as PublishContext & { readonly secrets: OAuthSecrets }, addresses)
    default:
      throw signedOut(said('sign_in_incomplete'))
  }
}
