import { Eye, EyeOff } from 'lucide-react'
import { type JSX, useState } from 'react'
import type { SettingsView } from '../../shared/screens.ts'
import { useFleet } from '../use-fleet.ts'
import { Card, Line, Value } from './Card.tsx'
import { CopyButton } from './CopyButton.tsx'
import { NumberField } from './NumberField.tsx'
import { Switch } from './Switch.tsx'
import { useSave } from './use-save.ts'

type Api = SettingsView['api']

const about = 'For scripts and Prometheus. It answers only those who send the token, and it has no page.'
const aboutBrowser = 'For scripts and Prometheus, with the token.'

export function LocalApi(): JSX.Element | null {
  const api = useFleet((state) => state.settings?.api)
  if (api === undefined) return null
  return (
    <Card title="Local API and metrics" about={api.always ? aboutBrowser : about}>
      {api.always ? (
        <p className="text-muted">
          In browser mode it is always on, where this page is. --host, --port and --token choose its address
          and token at the start.
        </p>
      ) : (
        <Switched api={api} />
      )}
      {api.url !== null && <Addresses api={api} url={api.url} />}
    </Card>
  )
}

/** The desktop app's: on when it is switched on, at a port that stays. */
function Switched({ api }: { readonly api: Api }): JSX.Element {
  const save = useSave()
  const { on, port, problem } = api
  return (
    <>
      <Switch label="Answer requests" on={on} change={(next) => void save({ api: { on: next, port } })} />
      <NumberField
        label="Port"
        value={port}
        least={0}
        most={65_535}
        problem={problem}
        commit={async (next) => {
          await save({ api: { on, port: next } })
        }}
        help="0 takes a free one, another at each start."
      />
    </>
  )
}

function Addresses({ api, url }: { readonly api: Api; readonly url: string }): JSX.Element {
  const [shown, setShown] = useState(false)
  const { metricsUrl, token } = api
  const curl = (bearer: string) => `curl -H "Authorization: Bearer ${bearer}" ${url}/endpoints`
  return (
    <>
      <Line label="API">
        <Value>{url}</Value>
        <CopyButton text={url} what="API's address" />
      </Line>
      {metricsUrl !== null && (
        <Line label="Metrics">
          <Value>{metricsUrl}</Value>
          <CopyButton text={metricsUrl} what="metrics' address" />
        </Line>
      )}
      {token !== null && (
        <>
          <Line label="Token">
            <code className="min-w-0 flex-1 truncate font-mono text-xs">{shown ? token : hiddenToken}</code>
            <button
              type="button"
              className="btn btn-sm w-20 flex-none"
              aria-pressed={shown}
              aria-label="Show the token"
              onClick={() => setShown(!shown)}
            >
              {shown ? (
                <EyeOff className="size-3" aria-hidden="true" />
              ) : (
                <Eye className="size-3" aria-hidden="true" />
              )}
              {shown ? 'Hide' : 'Show'}
            </button>
            <CopyButton text={token} what="token" />
          </Line>
          <Line label="Try it">
            <code className="min-w-0 flex-1 font-mono text-xs break-words">
              {curl(shown ? token : hiddenToken)}
            </code>
            <CopyButton text={curl(token)} what="command, with the token" />
          </Line>
        </>
      )}
    </>
  )
}

const hiddenToken = '••••••••••••'
