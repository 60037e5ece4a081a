import { defineConfig } from 'drizzle-kit'

export default defineConfig({
  dialect: 'sqlite',
  schema: './src/core/store/studio-schema.ts',
  out: './src/core/store/migrations/studio',
})
