import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'

/**
 * The options of curl (`curl --help all`, 8.x), so that a value is never taken for a URL. Each with its short letter,
 * as `H:header`.
 */
const switches = `anyauth append a:append basic ca-native cert-status compressed compressed-ssh create-dirs crlf digest
  q:disable f:fail fail-early fail-with-body false-start G:get g:globoff I:head http0.9 0:http1.0 http1.1 http2
  http2-prior-knowledge http3 http3-only i:include k:insecure 4:ipv4 6:ipv6 j:junk-session-cookies l:list-only
  L:location location-trusted negotiate n:netrc netrc-optional no-alpn N:no-buffer no-clobber no-keepalive
  no-progress-meter no-sessionid ntlm Z:parallel parallel-immediate path-as-is post301 post302 post303 #:progress-bar
  proxy-anyauth proxy-basic proxy-digest proxy-insecure proxy-negotiate proxy-ntlm p:proxytunnel raw
  J:remote-header-name O:remote-name remote-name-all R:remote-time retry-all-errors retry-connrefused S:show-error
  show-headers s:silent skip-existing ssl ssl-allow-beast ssl-no-revoke ssl-reqd ssl-revoke-best-effort 2:sslv2 3:sslv3
  styled-output suppress-connect-headers tcp-fastopen tcp-nodelay 1:tlsv1 tlsv1.0 tlsv1.1 tlsv1.2 tlsv1.3 tr-encoding
  trace-ids trace-time B:use-ascii v:verbose V:version xattr M:manual`
const valued = `abstract-unix-socket alt-svc aws-sigv4 cacert capath E:cert cert-type ciphers K:config connect-timeout
  connect-to C:continue-at b:cookie c:cookie-jar crlfile curves d:data data-ascii data-binary data-raw data-urlencode
  delegation dns-interface dns-ipv4-addr dns-ipv6-addr dns-servers doh-url D:dump-header engine etag-compare etag-save
  expect100-timeout F:form form-string happy-eyeballs-timeout-ms haproxy-clientip H:header h:help hsts interface json
  keepalive-cnt keepalive-time key key-type limit-rate local-port login-options max-filesize max-redirs m:max-time
  netrc-file noproxy oauth2-bearer o:output output-dir parallel-max pass pinnedpubkey preproxy proto proto-default
  proto-redir x:proxy proxy-cacert proxy-cert proxy-header proxy-key proxy-pass U:proxy-user proxy1.0 Q:quote r:range
  rate e:referer X:request request-target resolve retry retry-delay retry-max-time socks4 socks4a socks5
  socks5-hostname Y:speed-limit y:speed-time stderr t:telnet-option z:time-cond tls-max tls13-ciphers trace
  trace-ascii trace-config unix-socket T:upload-file url url-query u:user A:user-agent variable w:write-out`

/** What changes nothing that Heartline does: curl's own output, and what is so here anyway. */
const meaningless = new Set(
  `basic compressed connect-timeout cookie-jar create-dirs disable dump-header fail fail-early fail-with-body globoff
  http1.1 include keepalive-time location location-trusted max-redirs max-time no-buffer no-keepalive
  no-progress-meter output output-dir parallel path-as-is progress-bar raw remote-name retry retry-all-errors
  retry-connrefused retry-delay retry-max-time show-error show-headers silent ssl-no-revoke stderr styled-output
  tcp-nodelay trace trace-ascii trace-time verbose write-out`.split(/\s+/),
)

export interface CurlOption {
  /** The long name; null for a URL. */
  readonly name: string | null
  /** As it was written: `-H`. */
  readonly written: string
  readonly value: string
  readonly isKnown: boolean
}

const options: ParseArgsOptionsConfig = {
  ...configOf(switches, 'boolean'),
  ...configOf(valued, 'string'),
}

const shortSwitches = new Set(
  Object.values(options).flatMap(({ short, type }) => (type === 'boolean' && short ? [short] : [])),
)

function configOf(names: string, type: 'boolean' | 'string'): ParseArgsOptionsConfig {
  const entries = names.split(/\s+/).map((text): [string, ParseArgsOptionsConfig[string]] => {
    const [first = '', second] = text.split(':')
    return second === undefined ? [first, { type }] : [second, { type, short: first }]
  })
  return Object.fromEntries(entries)
}

/** The options and URLs of a command line without its first word, in their order. */
export function curlOptions(words: readonly string[]): readonly CurlOption[] {
  const { tokens } = parseArgs({
    args: words.flatMap(apart),
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  const found: CurlOption[] = []
  for (const token of tokens) {
    if (token.kind === 'positional') {
      // What follows an option that is not known may be its value.
      const isValue = found.at(-1)?.isKnown === false && !/^(?:https?:|\$\{)/i.test(token.value)
      if (!isValue) found.push({ name: null, written: token.value, value: token.value, isKnown: true })
    } else if (token.kind === 'option') {
      const { name, rawName, value } = token
      found.push({ name, written: rawName, value: value ?? '', isKnown: Object.hasOwn(options, name) })
    }
  }
  return found
}

export function isMeaningless(name: string): boolean {
  return meaningless.has(name)
}

/** `-sSXPOST` as `-s -S -XPOST`: the library takes such a group apart only where no value follows in it. */
function apart(word: string): readonly string[] {
  if (!/^-[^-]./.test(word)) return [word]
  const parts: string[] = []
  for (const [index, letter] of [...word.slice(1)].entries()) {
    if (!shortSwitches.has(letter)) return [...parts, `-${word.slice(1 + index)}`]
    parts.push(`-${letter}`)
  }
  return parts
}
