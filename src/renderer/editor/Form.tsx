import { TriangleAlert } from 'lucide-react'
import { type JSX, useMemo } from 'react'
import { inputClass } from '../ui/style.ts'
import { Field } from './Field.tsx'
import { FieldFrame } from './FieldFrame.tsx'
import { shown, valueAt } from './fields.ts'
import { basics, type SectionSpec, sections, stream } from './form-spec.ts'
import { Headers } from './Headers.tsx'
import { HeadersFrom } from './HeadersFrom.tsx'
import { Section } from './Section.tsx'
import { slug } from './secret-names.ts'
import { useDraft, useEditing } from './use-draft.ts'

interface FormProps {
  readonly open: ReadonlySet<string>
  readonly toggle: (section: string) => void
}

const grid = 'grid grid-cols-2 gap-x-4 gap-y-3.5'

export function Form({ open, toggle }: FormProps): JSX.Element {
  return (
    <>
      <Section id={basics.id} title={basics.title} about={basics.about} fold={null}>
        <Basics />
      </Section>
      <Section id={stream.id} title={stream.title} about={stream.about} fold={null}>
        <div className={grid}>
          <Preset />
          {stream.fields.map((spec) => (
            <Field key={spec.path.join('.')} spec={spec} />
          ))}
        </div>
      </Section>
      <Section id="headers" title="Headers" about="Sent with each request." fold={null}>
        <Headers />
        <HeadersFrom />
      </Section>
      {sections.map((section) => (
        <Folded
          key={section.id}
          section={section}
          open={open.has(section.id)}
          toggle={() => toggle(section.id)}
        />
      ))}
    </>
  )
}

function Basics(): JSX.Element {
  const { groups, tags } = useDraft((state) => state.form)
  const name = useDraft(({ fields }) => shownText(fields.name))
  const host = useDraft(({ fields }) => hostOf(shownText(fields.url)))
  const urlHidden = useDraft(({ form }) => form.hidden.some(([top]) => top === 'url'))
  const id = shownText(useDraft(({ fields }) => fields.id))
  const derived = slug(name) || slug(host)
  const suggestions: Record<string, readonly string[]> = { group: groups, tags }
  const placeholders: Record<string, string> = {
    name: id || host || 'the id',
    id: derived === '' ? 'made of the name' : derived,
    tags: 'none',
  }
  return (
    <div className={grid}>
      {basics.fields.map((spec) => {
        const [key = ''] = spec.path
        const placeholder = placeholders[key]
        return (
          <Field
            key={key}
            spec={
              key === 'url' && urlHidden
                ? {
                    ...spec,
                    help: 'A secret in it is not shown (***). It stays as it is until the URL is changed.',
                  }
                : spec
            }
            suggestions={suggestions[key] ?? []}
            {...(placeholder !== undefined && { placeholder })}
          />
        )
      })}
    </div>
  )
}

const shownText = (value: unknown): string => (typeof value === 'string' ? value : '')

function hostOf(url: string): string {
  return /^https?:\/\/(?:[^/@]*@)?([^/:?#]+)/i.exec(url)?.[1] ?? ''
}

function Preset(): JSX.Element {
  const { draft } = useEditing()
  const value = useDraft(({ fields }) => fields.preset)
  const { presets, defaults } = useDraft((state) => state.form)
  const inFile = useDraft(({ form }) => form.fileDefaults.preset !== undefined)
  const standard = presets.find(({ name }) => name === (defaults.preset ?? 'standard'))
  const isKnown = value === undefined || presets.some(({ name }) => name === value)
  return (
    <FieldFrame
      path={['preset']}
      label="Preset"
      help="The kind of server: a bundle of rules. The live check suggests one."
      wide
    >
      {(control) => (
        <select
          {...control}
          value={typeof value === 'string' ? value : ''}
          className={inputClass}
          onChange={(event) => draft.set(['preset'], event.target.value || undefined)}
          onBlur={() => draft.touch(['preset'])}
        >
          <option value="">
            {standard?.title ?? 'Any server'} ({inFile ? 'default of the file' : 'default'})
          </option>
          {!isKnown && <option value={shown(value)}>{shown(value)}</option>}
          {presets.map(({ name, title }) => (
            <option key={name} value={name}>
              {title} ({name})
            </option>
          ))}
        </select>
      )}
    </FieldFrame>
  )
}

function Folded({
  section,
  open,
  toggle,
}: {
  readonly section: SectionSpec
  readonly open: boolean
  readonly toggle: () => void
}): JSX.Element {
  const fields = useDraft((state) => state.fields)
  const note = useMemo(
    () =>
      section.fields
        .flatMap(({ path, label }) => {
          const value = valueAt(fields, path)
          return value === undefined ? [] : [`${label}: ${shown(value)}`]
        })
        .join(' · ') || 'defaults',
    [fields, section],
  )
  const insecure = valueAt(fields, ['tls', 'insecure']) === true
  return (
    <Section id={section.id} title={section.title} about={section.about} fold={{ open, toggle, note }}>
      {section.id === 'tls' && insecure && (
        <p className="mb-3 flex gap-2 rounded-md border border-late px-2.5 py-2 text-late">
          <TriangleAlert className="mt-px size-4 flex-none" aria-hidden="true" />
          Any certificate is accepted: whoever stands in between can read the stream and the secrets in its
          headers. For tests only.
        </p>
      )}
      <div className={grid}>
        {section.fields.map((spec) => (
          <Field key={spec.path.join('.')} spec={spec} />
        ))}
      </div>
    </Section>
  )
}
