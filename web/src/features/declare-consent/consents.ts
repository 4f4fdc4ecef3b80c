import type { ConsentScope } from '../../api/service'

/** Steps of a case that can be done online, in their order. */
export const scopes: readonly ConsentScope[] = ['filing', 'mediation', 'evidence_exchange', 'hearing', 'inquiry', 'service', 'other']
export type Consents = Partial<Record<ConsentScope, boolean>>

/** What the person says anew: nothing that they have said already. */
export const changed = (known: Consents, wanted: Consents): Consents =>
  Object.fromEntries(scopes.flatMap((scope) => (wanted[scope] !== undefined && wanted[scope] !== known[scope] ? [[scope, wanted[scope]]] : [])))
/** Whether something is taken back that was agreed to: a reason is owed then. */
export const takesBack = (known: Consents, wanted: Consents): boolean => scopes.some((scope) => known[scope] === true && wanted[scope] === false)
