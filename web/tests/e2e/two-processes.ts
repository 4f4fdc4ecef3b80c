import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Court, program } from './court'
import { freePorts } from './ports'

type Part = 'stand-ins' | 'court' | 'front'

/** A court's node and its front node in a process each, so that one of them can be stopped alone. */
export class TwoProcesses {
  private readonly running = new Map<Part, ChildProcess>()
  private constructor(private readonly port: number, private readonly dir: string, readonly court: Court) {}

  /** `signOfLifeS`: how often each node says that it is there; three missing ones make it silent. */
  static async start(signOfLifeS: number): Promise<TwoProcesses> {
    const port = await freePorts()
    const dir = mkdtempSync(join(tmpdir(), 'weicourt-e2e-'))
    const at = (step: number, host = 'localhost') => `http://${host}:${port + step}`
    const court = Court.at({ url: at(0), workbench: at(4), sms: at(2, '127.0.0.1'), dataDir: join(dir, 'data') })
    const both = new TwoProcesses(port, dir, court)
    for (const part of ['stand-ins', 'court', 'front'] as const) await both.run(part, signOfLifeS)
    return both
  }

  private async run(part: Part, signOfLifeS: number): Promise<void> {
    const env = { ...process.env, WEICOURT__EXCHANGE__SIGN_OF_LIFE_SECONDS: String(signOfLifeS) }
    const child = spawn(program, ['demo', '--part', part, '--port', String(this.port), '--data', join(this.dir, 'data')], { stdio: ['ignore', 'pipe', 'pipe'], env })
    this.running.set(part, child)
    this.signOfLifeS = signOfLifeS
    const said: string[] = []
    createInterface({ input: child.stderr }).on('line', (line) => said.push(line))
    await new Promise<void>((ready, failed) => {
      createInterface({ input: child.stdout }).on('line', (line) => { if (line === 'ready') ready() })
      child.once('error', failed)
      child.once('exit', (code) => failed(new Error(`${part} ended with ${code}:\n${said.join('\n')}`)))
    })
  }
  private signOfLifeS = 30

  private async end(part: Part, signal: NodeJS.Signals): Promise<void> {
    const child = this.running.get(part)
    this.running.delete(part)
    if (!child || child.exitCode !== null) return
    const ended = new Promise((done) => { child.once('exit', done) })
    child.kill(signal)
    await ended
  }
  /** The court's node is gone from one moment to the next. */
  async killCourt(): Promise<void> { await this.end('court', 'SIGKILL') }
  async startCourt(): Promise<void> { await this.run('court', this.signOfLifeS) }

  async stop(): Promise<void> {
    for (const part of ['front', 'court', 'stand-ins'] as const) await this.end(part, 'SIGTERM')
    rmSync(this.dir, { recursive: true, force: true })
  }
}
