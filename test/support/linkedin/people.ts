import { only, required, text } from '../sim/params.ts'
import type { Reply } from '../sim/refused.ts'
import type { Ask } from '../sim/server.ts'
import { organizationUrn, personOf, personUrn, refused, type World } from './world.ts'

/** Sources: sign-in-with-linkedin-v2, people/profile-api, organization-access-control-by-role, organization-lookup-api, token-introspection. */

export function userinfo(world: World, ask: Ask): Reply {
  const { account } = world.auth.caller(ask, 'openid', 'profile')
  const { id, first, last } = personOf(world, account)
  return { status: 200, json: { sub: id, name: `${first} ${last}`, given_name: first, family_name: last } }
}

export function me(world: World, ask: Ask): Reply {
  const { account } = world.auth.caller(ask, 'r_basicprofile')
  const { id, first, last } = personOf(world, account)
  return {
    status: 200,
    json: { id, localizedFirstName: first, localizedLastName: last, vanityName: account },
  }
}

export function access(world: World, ask: Ask): Reply {
  const { account } = world.auth.caller(ask, 'rw_organization_admin')
  only(ask.query, 'q', 'role', 'state', 'count', 'start')
  if (text(ask.query, 'q') !== 'roleAssignee') throw refused(400, 'ILLEGAL_ARGUMENT', 'q must be roleAssignee')
  const roleAssignee = personUrn(personOf(world, account))
  const elements = world.sim.state.organizations.flatMap((one) => {
    const role = one.roles[account]
    return role === undefined ? [] : [{ role, organization: organizationUrn(one), roleAssignee, state: 'APPROVED' }]
  })
  return { status: 200, json: { paging: { start: 0, count: 100, links: [] }, elements } }
}

export function lookup(world: World, ask: Ask): Reply {
  world.auth.caller(ask, 'rw_organization_admin')
  only(ask.query, 'ids')
  const ids = /^List\(([\d,]+)\)$/.exec(required(ask.query, 'ids'))?.[1]?.split(',')
  if (!ids) throw refused(400, 'ILLEGAL_ARGUMENT', 'ids is no list')
  const found = world.sim.state.organizations.filter(({ id }) => ids.includes(id))
  const results = Object.fromEntries(
    found.map(({ id, name, vanity }) => [id, { id: Number(id), localizedName: name, vanityName: vanity }]),
  )
  return { status: 200, json: { results, statuses: {}, errors: {} } }
}

export function introspect(world: World, ask: Ask): Reply {
  only(ask.body, 'token', 'client_id', 'client_secret')
  const client = world.auth.client(ask)
  const token = world.sim.state.auth.tokens.find(({ access: known }) => known === ask.body['token'])
  if (!token || token.clientId !== client.id || !world.auth.find(token.access))
    return { status: 200, json: { active: false } }
  return {
    status: 200,
    json: {
      active: true,
      status: 'active',
      client_id: client.id,
      created_at: Math.floor(token.at / 1_000),
      authorized_at: Math.floor(token.at / 1_000),
      expires_at: Math.floor((token.accessExpiresAt ?? 0) / 1_000),
      scope: token.scopes.join(','),
      auth_type: '3L',
    },
  }
}
