import { defineConfig } from 'drizzle-kit'

export default defineConfig({
  dialect: 'sqlite',
  schema: './src/core/store/workspace-schema.ts',
  out: './src/core/store/migrations/workspace',
})
