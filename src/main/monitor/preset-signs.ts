import type { PresetName } from '../../shared/settings.ts'
import { type Preset, presets } from './presets.ts'

/** A preset that a server's answer speaks for, and what speaks for it, such as "the response header ld-region". */
export interface PresetSign {
  readonly preset: PresetName
  readonly because: string
}

const enoughToKnow = 16 * 1024

/**
 * The preset that the response headers (lower-case names) or the first bytes of the body speak for, or null.
 * Headers are a surer sign than text, so they are asked first.
 */
export function presetSign(headers: Readonly<Record<string, string>>, firstBytes: string): PresetSign | null {
  const lines = firstBytes.slice(0, enoughToKnow).split(/\r\n|\n|\r/)
  const named = Object.entries(presets) as [PresetName, Preset][]
  return (
    firstOf(named, (preset, { signature }) => {
      const header = signature.headers.find((name) => Object.hasOwn(headers, name))
      return header === undefined ? null : { preset, because: `the response header ${header}` }
    }) ??
    firstOf(named, (preset, { signature }) => {
      const line = lines.find((text) => signature.lines.some((pattern) => pattern.test(text)))
      return line === undefined ? null : { preset, because: `the line ${JSON.stringify(shown(line))}` }
    })
  )
}

export function suggestPreset(
  headers: Readonly<Record<string, string>>,
  firstBytes: string,
): PresetName | null {
  return presetSign(headers, firstBytes)?.preset ?? null
}

function firstOf(
  named: readonly [PresetName, Preset][],
  signOf: (name: PresetName, preset: Preset) => PresetSign | null,
): PresetSign | null {
  for (const [name, preset] of named) {
    const sign = signOf(name, preset)
    if (sign !== null) return sign
  }
  return null
}

/** Padding of thousands of spaces says nothing to a person. */
function shown(line: string): string {
  const short = line.replace(/ {8,}/g, ' … ')
  return short.length > 40 ? `${short.slice(0, 40)}…` : short
}
