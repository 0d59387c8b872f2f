import { z } from 'zod'
import { configSchema } from './schema/endpoint.ts'

/**
 * The schema of the file for editors: what people write, not what comes out. Draft 7, which every editor's YAML support
 * understands.
 */
export function jsonSchema(): Record<string, unknown> {
  const { $schema, ...rest } = z.toJSONSchema(configSchema, { io: 'input', target: 'draft-07' })
  return { $schema, title: 'heartline.yaml', ...rest }
}
