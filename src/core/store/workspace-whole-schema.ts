/** Every table of a workspace, for migrations. Tables that refer to those of workspace-schema.ts cannot stand in it. */
export * from './workspace-schema.ts'
export * from './runs-schema.ts'
export * from './uploads-schema.ts'
export * from './comments-schema.ts'
export * from './ai-schema.ts'
export * from './keys-schema.ts'
export * from './webhooks-schema.ts'
