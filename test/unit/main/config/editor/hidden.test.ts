import { describe, expect, it } from 'vitest'
import { concealed, isRedacted } from '../../../../../src/main/config/editor/hidden.ts'

const secret = (name: string) => `\${secret:${name}}`

describe('a URL in a form', () => {
  it.each([
    ['https://h/a?b=1', null],
    ['https://user:hunter2@h/a', 'https://user:***@h/a'],
    ['https://hunter2@h/a', 'https://***@h/a'],
    ['https://h/a?token=hunter2', 'https://h/a?token=***'],
    [`https://h/a?token=${secret('t')}`, null],
    [`https://h/a?token=${secret('a')}${secret('b')}&x=1`, null],
    [`https://user:${secret('p')}@h/a`, null],
    [`https://${secret('u')}:${secret('p')}@h/a`, null],
    [`https://${secret('u')}@h/a`, null],
    [`https://h/a?key=${secret('t')}&token=hunter2`, 'https://h/a?key=***&token=***'],
    [`https://h/a?x=${secret('t')}&token=hunter2`, 'https://h/a?x=***&token=hunter2'],
    [`https://h/a?token=hunter2${secret('t')}`, 'https://h/a?token=***'],
    [secret('url'), null],
  ])('%s', (url, shown) => {
    const form = concealed({ url })
    if (shown === null) expect(form).toEqual({ fields: { url }, hidden: [] })
    else {
      expect(form.hidden).toEqual([['url']])
      expect(JSON.stringify(form.fields)).not.toContain('hunter2')
    }
  })

  it('is hidden wherever it stands', () => {
    const url = 'http://u:hunter2@h/'
    const form = concealed({ url: 'http://h', snapshotUrl: url, proxy: url, fallback: { url, every: '5s' } })
    expect(form.hidden).toEqual([['snapshotUrl'], ['fallback', 'url'], ['proxy']])
    expect(form.fields).toMatchObject({ url: 'http://h', fallback: { url: 'http://u:***@h/', every: '5s' } })
  })

  it.each([
    ['https://h/?token=***', true],
    ['https://u:***@h/', true],
    ['https://h/?filter=***', false],
    ['https://h/?token=real', false],
  ])('%s was struck out: %s', (url, struck) => {
    expect(isRedacted(url)).toBe(struck)
  })
})

describe('a header in a form', () => {
  it.each([
    ['Authorization', 'Bearer hunter2', true],
    ['x-api-key', 'hunter2', true],
    ['X-Custom', 'Bearer hunter2', true],
    ['Authorization', `Bearer ${secret('t')}`, false],
    ['X-Team', 'ops', false],
    ['Cookie', null, false],
  ])('%s: %s', (name, value, hides) => {
    const form = concealed({ headers: { [name]: value, Other: 'x' } })
    expect(form.hidden).toEqual(hides ? [['headers', name]] : [])
    expect(form.fields.headers).toEqual({ [name]: hides ? '' : value, Other: 'x' })
  })
})

describe('what a file with mistakes holds', () => {
  it.each([
    [{ headers: 'Authorization: Bearer hunter2' }, ['headers']],
    [{ headers: ['Authorization: Bearer hunter2'] }, ['headers']],
    [{ headers: { Authorization: ['hunter2'] } }, ['headers', 'Authorization']],
    [{ authorization: 'hunter2' }, ['authorization']],
    [{ fallback: 'https://user:hunter2@h/x' }, ['fallback']],
    [{ url: ['https://h/x?token=hunter2'] }, ['url']],
  ])('shows no secret: %j', (fields, path) => {
    const form = concealed(fields)
    expect(form.hidden).toEqual([path])
    expect(JSON.stringify(form.fields)).not.toContain('hunter2')
  })

  it('shows what is none', () => {
    const fields = { headers: { Accept: ['a'] }, colour: 'red', fallback: 'https://h/x', silence: 15 }
    expect(concealed(fields)).toEqual({ fields, hidden: [] })
  })
})
