import * as z from 'zod'

/** An OpenAPI document, as far as the tests read it. */
export interface OpenApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> }
}

/** Puts the components in the place of the references to them. */
function inlined(document: OpenApiDocument, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => inlined(document, item))
  if (typeof value !== 'object' || value === null) return value
  if ('$ref' in value) {
    const name = String(value.$ref).replace('#/components/schemas/', '')
    const schema = document.components.schemas[name]
    if (!schema) throw new Error(`The document has no component ${name}.`)
    return inlined(document, schema)
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, inlined(document, inner)]))
}

/** What is wrong with an answer by the document's word; empty where it keeps it. */
export function breaches(
  document: OpenApiDocument,
  path: string,
  method: string,
  answer: { readonly status: number; readonly json: unknown },
): readonly string[] {
  const operation = document.paths[path]?.[method] as
    | { readonly responses: Record<number, { content: Record<string, { schema: unknown }> }> }
    | undefined
  if (!operation) return [`the document has no ${method} ${path}`]
  const schema = operation.responses[answer.status]?.content['application/json']?.schema
  if (!schema) return [`the document has no ${answer.status} for ${method} ${path}`]
  const checked = z
    .fromJSONSchema(inlined(document, schema) as z.core.JSONSchema.JSONSchema)
    .safeParse(answer.json)
  return checked.success
    ? []
    : checked.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
}
