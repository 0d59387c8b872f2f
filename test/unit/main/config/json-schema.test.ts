import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { jsonSchema } from '../../../../src/main/config/json-schema.ts'
import { presetNames } from '../../../../src/shared/settings.ts'

const file = new URL('../../../../resources/heartline.schema.json', import.meta.url)
const kept = JSON.parse(readFileSync(file, 'utf8'))

it('the schema for editors is up to date (node scripts/schema.ts makes it anew)', () => {
  expect(kept).toEqual(JSON.parse(JSON.stringify(jsonSchema())))
})

it('refuses unknown keys, describes each key, and knows the presets', () => {
  const endpoint = kept.properties.endpoints.anyOf[0].items
  expect(kept.additionalProperties).toBe(false)
  expect(endpoint.additionalProperties).toBe(false)
  expect(endpoint.required).toEqual(['id', 'url'])
  expect(endpoint.properties.preset.enum).toEqual([...presetNames])
  expect(endpoint.properties.silence.anyOf[0].pattern).toMatch(/ms\|s\|m\|h\|d/)
  expect(endpoint.properties.maxFrame.pattern).toMatch(/KB\|MB/)
  for (const [key, value] of Object.entries(endpoint.properties)) {
    expect(JSON.stringify(value), key).toContain('"description"')
  }
})
