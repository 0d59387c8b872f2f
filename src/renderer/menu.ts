import { assertNever } from '../shared/assert.ts'
import type { MenuAction } from '../shared/bridge.ts'
import { exportEndpoints } from './editor/actions.ts'
import type { App } from './use-app.ts'

/** Does what was chosen in the application menu. */
export function followMenu(app: App): (action: MenuAction) => void {
  return (action) => {
    switch (action) {
      case 'add':
      case 'import':
      case 'settings':
      case 'fleet':
        return app.router.go({ screen: action })
      case 'incidents':
        return app.router.go({ screen: action, of: null })
      case 'palette':
      case 'shortcuts':
        return app.router.show(action)
      case 'export':
        return void exportEndpoints(app, null)
      default:
        return assertNever(action)
    }
  }
}
