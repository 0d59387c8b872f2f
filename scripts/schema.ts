import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { jsonSchema } from '../src/main/config/json-schema.ts'

// Writes resources/heartline.schema.json, which editors read, from the schema that Heartline itself uses.
const file = fileURLToPath(new URL('../resources/heartline.schema.json', import.meta.url))
const biome = fileURLToPath(new URL('../node_modules/@biomejs/biome/bin/biome', import.meta.url))
writeFileSync(file, `${JSON.stringify(jsonSchema(), null, 2)}\n`)
const { status } = spawnSync(process.execPath, [biome, 'format', '--write', file], { stdio: 'inherit' })
process.exitCode = status ?? 1
