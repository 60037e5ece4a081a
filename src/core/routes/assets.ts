import { Readable } from 'node:stream'
import type { Operations } from '../operations.ts'

/** The media library: files, uploads in parts, addresses of files. */
export function assetRoutes({ assets }: Operations) {
  return {
    assets: {
      list: assets.list.handler(({ input, context: { workspace } }) => workspace.media.list(input)),
      get: assets.get.handler(({ input, context: { workspace } }) => workspace.media.get(input.id)),
      add: assets.add.handler(({ input, context: { workspace, caller } }) =>
        workspace.media.add(input, { key: caller?.kind === 'key' }),
      ),
      upload: assets.upload.handler(({ input, context: { workspace } }) => workspace.media.upload(input)),
      update: assets.update.handler(({ input: { id, ...change }, context: { workspace } }) =>
        workspace.media.update(id, change),
      ),
      delete: assets.delete.handler(({ input, context: { workspace } }) => workspace.media.delete(input.id)),
      undelete: assets.undelete.handler(({ input, context: { workspace } }) => workspace.media.undelete(input.id)),
      convert: assets.convert.handler(({ input, context: { workspace } }) => workspace.conversions.convert(input)),
      usage: assets.usage.handler(({ input, context: { workspace } }) => workspace.media.usage(input.id)),
      link: assets.link.handler(({ input, context: { workspace } }) =>
        workspace.media.links.make(input.id, input.minutes),
      ),
      folders: assets.folders.handler(({ context: { workspace } }) => ({ folders: workspace.media.folders() })),
      allowFolders: assets.allowFolders.handler(async ({ input, context: { workspace } }) => ({
        folders: await workspace.media.allowFolders(input.folders),
      })),
      beginUpload: assets.beginUpload.handler(({ input, context: { workspace } }) =>
        workspace.media.uploads.begin(input),
      ),
      getUpload: assets.getUpload.handler(({ input, context: { workspace } }) => workspace.media.uploads.get(input.id)),
      putPart: assets.putPart.handler(({ input: { params, query, body }, context: { workspace } }) =>
        workspace.media.uploads.putPart(
          params.id,
          params.number,
          Readable.fromWeb(body.stream() as never),
          query.sha256,
        ),
      ),
      completeUpload: assets.completeUpload.handler(({ input, context: { workspace } }) =>
        workspace.media.uploads.complete(input.id),
      ),
      abortUpload: assets.abortUpload.handler(({ input, context: { workspace } }) =>
        workspace.media.uploads.abort(input.id),
      ),
    },
  }
}
