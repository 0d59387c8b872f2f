import { expect, it } from 'vitest'
import { createDrafts } from '../../../../src/renderer/incidents/detail/drafts.ts'
import { createNotes } from '../../../../src/renderer/incidents/detail/notes.ts'
import type { CallResult } from '../../../../src/shared/contract.ts'
import type { IncidentView } from '../../../../src/shared/view.ts'
import { incidentOf } from '../../../helpers/fake-incidents.ts'

const refusal: CallResult<never> = {
  ok: false,
  error: { code: 'full', message: 'The disk is full.', hint: '' },
}

function desk() {
  const sent: string[] = []
  let answer: (notes: string) => CallResult<IncidentView> | Promise<CallResult<IncidentView>> = (notes) => ({
    ok: true,
    value: incidentOf('one', { notes }),
  })
  return {
    sent,
    answers(next: typeof answer) {
      answer = next
    },
    send: async (notes: string) => {
      sent.push(notes)
      return answer(notes)
    },
  }
}

it('saves what is new, once, and says so', async () => {
  const { sent, send } = desk()
  const notes = createNotes('', send)
  expect(await notes.save()).toBe(true)
  notes.write('Ticket 7')
  expect(notes.getState().saving).toBe('idle')
  await Promise.all([notes.save(), notes.save()])
  expect(sent).toEqual(['Ticket 7'])
  expect(notes.getState()).toMatchObject({ saved: 'Ticket 7', saving: 'saved', error: null })
})

it('saves what was written while a save was under way as well', async () => {
  const { sent, send } = desk()
  const notes = createNotes('', send)
  notes.write('a')
  const saving = notes.save()
  notes.write('ab')
  expect(await saving).toBe(true)
  expect(sent).toEqual(['a', 'ab'])
})

it('keeps the text where it cannot be saved, and saves it later', async () => {
  const at = desk()
  const notes = createNotes('', at.send)
  at.answers(() => refusal)
  notes.write('Ticket 7')
  expect(await notes.save()).toBe(false)
  expect(notes.getState()).toMatchObject({ text: 'Ticket 7', error: { message: 'The disk is full.' } })
  at.answers((text) => ({ ok: true, value: incidentOf('one', { notes: text }) }))
  expect(await notes.save()).toBe(true)
  expect(notes.getState().error).toBeNull()
})

it('takes over what somebody else wrote, and throws neither text away where both wrote', async () => {
  const { sent, send } = desk()
  const notes = createNotes('', send)
  notes.told('theirs')
  expect(notes.getState().text).toBe('theirs')
  notes.write('mine')
  notes.told('theirs, longer')
  expect(notes.getState()).toMatchObject({ text: 'mine', theirs: 'theirs, longer' })
  expect(await notes.save()).toBe(false)
  expect(sent).toEqual([])
  expect(await notes.settle('both')).toBe(true)
  expect(sent).toEqual(['mine\n\ntheirs, longer'])
})

it('hears nothing of the monitor while it saves: that is from before', async () => {
  const { send } = desk()
  const notes = createNotes('before', send)
  notes.write('after')
  const saving = notes.save()
  notes.told('older')
  await saving
  notes.told('after')
  expect(notes.getState()).toMatchObject({ text: 'after', theirs: null })
})

it('holds the text of an incident that was left, and says that it is not saved', async () => {
  const complaints: string[] = []
  const drafts = createDrafts({
    send: async () => refusal,
    complain: ({ message, hint }) => complaints.push(`${message} ${hint}`),
  })
  drafts.of(incidentOf('one')).write('Ticket 7')
  expect(drafts.anyUnsaved()).toBe(true)
  await drafts.leave('one')
  expect(complaints).toEqual([
    'Notes are not saved: The disk is full. Open the incident again: your text is still there.',
  ])
  expect(drafts.of(incidentOf('one')).getState().text).toBe('Ticket 7')
})
