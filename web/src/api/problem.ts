import type { FieldReason, Problem } from './contract'

/** The court refused, or something broke: always carries what the person can do next. */
export class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.title)
    this.name = 'ProblemError'
  }
  get code(): string { return this.problem.code }
  get status(): number { return this.problem.status }
  get fields(): FieldReason[] { return this.problem.fields ?? [] }
}

/** Nothing came back from the node; the act may or may not have arrived, the same command id settles it. */
export function offlineProblem(): Problem {
  return {
    type: 'urn:weicourt:problem:offline',
    code: 'offline',
    title: '网络不通',
    status: 0,
    next_step: '请检查网络，内容已留在本机，联网后会继续',
    fields: [],
  }
}

/** Whether trying the very same request again later can help. */
export function mayRetry(problem: Problem): boolean {
  return problem.status === 0 || problem.status === 429 || problem.status >= 500
}

/** Turns anything thrown into a problem that can be shown. */
export function problemOf(thrown: unknown): Problem {
  if (thrown instanceof ProblemError) return thrown.problem
  return {
    type: 'urn:weicourt:problem:page',
    code: 'page',
    title: '页面出错',
    status: -1,
    detail: thrown instanceof Error ? thrown.message : String(thrown),
    next_step: '请刷新页面后再试',
    fields: [],
  }
}
