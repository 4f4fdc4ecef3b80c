import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect } from '@playwright/test'

const root = fileURLToPath(new URL('../../..', import.meta.url))
/** The program under test. */
export const program = process.env.WEICOURT_BIN ?? join(process.env.CARGO_TARGET_DIR ?? join(root, 'target'), 'debug', 'weicourt')
const run = promisify(execFile)

interface Sms { message_ref: string; phone: string; text: string }
export interface Verdict { valid: boolean; cases: number; entries: number; bad: unknown }

/** A court's node and its front node with their stand-ins, on free ports, with a data directory of its own. */
export class Court {
  private constructor(
    private readonly child: ChildProcess | undefined,
    /** Where phones find their pages and the API. */
    readonly url: string,
    /** Where the court's staff find theirs: another node, in another network. */
    readonly workbench: string,
    private readonly sms: string,
    readonly dataDir: string,
    /** Where the court's own node keeps its part of it. */
    private readonly homeDir: string,
  ) {}

  /** A court whose processes somebody else starts and stops. */
  static at(where: { url: string; workbench: string; sms: string; dataDir: string }): Court {
    return new Court(undefined, where.url, where.workbench, where.sms, where.dataDir, join(where.dataDir, 'court'))
  }

  /** Starts `weicourt demo` and waits until it says that it is ready. */
  static async start(...more: string[]): Promise<Court> {
    return Court.run(mkdtempSync(join(tmpdir(), 'weicourt-e2e-')), ['--fresh', ...(more.includes('--port') ? [] : ['--port', '0']), ...more])
  }
  /** Stops the demo and starts it again on what it kept, at the same addresses. */
  async again(...more: string[]): Promise<Court> {
    await this.stop()
    return Court.run(join(this.dataDir, '..'), ['--port', new URL(this.url).port, ...more])
  }
  private static async run(dir: string, args: string[]): Promise<Court> {
    if (!existsSync(program)) throw new Error(`${program} is not there: cargo build -p weicourt-server, or set WEICOURT_BIN`)
    const data = join(dir, 'data')
    const child = spawn(program, ['demo', '--data', data, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
    const said: string[] = []
    createInterface({ input: child.stderr }).on('line', (line) => said.push(line))
    await new Promise<void>((ready, failed) => {
      createInterface({ input: child.stdout }).on('line', (line) => { said.push(line); if (line === 'ready') ready() })
      child.once('error', failed)
      child.once('exit', (code) => failed(new Error(`the node ended with ${code}:\n${said.join('\n')}`)))
    })
    const address = (label: string): string => {
      const found = said.find((line) => line.trimStart().startsWith(label))
      const url = found && /http:\/\/\S+/.exec(found)?.[0].replace(/\/$/, '')
      if (!url) throw new Error(`the node did not say where its ${label} is:\n${said.join('\n')}`)
      return url
    }
    const home = args.includes('--one-node') ? data : join(data, 'court')
    return new Court(child, address('phone app'), new URL(address('workbench')).origin, address('SMS'), data, home)
  }

  /** Stops the node as an operator would, and waits for its end. */
  async stop(): Promise<void> {
    if (!this.child || this.child.exitCode !== null) return
    const child = this.child
    const ended = new Promise((done) => { child.once('exit', done) })
    child.kill('SIGTERM')
    await ended
  }
  forget(): void { rmSync(join(this.dataDir, '..'), { recursive: true, force: true }) }

  /** Messages to a phone, newest first. */
  async messagesTo(phone: string): Promise<Sms[]> {
    const answer = await fetch(`${this.sms}/messages?phone=${phone}`)
    return await answer.json() as Sms[]
  }
  /** The first message to `phone` that fits and is not in `before`; waits for it. */
  async message(phone: string, fits: RegExp, before: Sms[] = []): Promise<string> {
    const known = new Set(before.map((one) => one.message_ref))
    let text = ''
    await expect.poll(async () => {
      text = (await this.messagesTo(phone)).find((one) => !known.has(one.message_ref) && fits.test(one.text))?.text ?? ''
      return text
    }, { message: `a message to ${phone} that fits ${String(fits)}` }).not.toBe('')
    return text
  }

  /** Takes in a sample file of the court's register, beside the court's node. */
  async importCases(file: string): Promise<void> {
    await run(program, ['import', 'cases', join(root, 'docs/operate/samples', file), '--data', this.homeDir])
  }

  /** What `weicourt verify` says about the data directory, without asking the node. */
  async verify(): Promise<Verdict> {
    const { stdout } = await run(program, ['verify', this.homeDir, '--json'])
    return JSON.parse(stdout) as Verdict
  }

  /** Which of these words stand anywhere in the data directory, in any file, byte by byte. */
  traces(words: string[]): string[] {
    const found = new Set<string>()
    for (const file of readdirSync(this.dataDir, { recursive: true, withFileTypes: true })) {
      if (!file.isFile()) continue
      let bytes: Buffer
      try {
        bytes = readFileSync(join(file.parentPath, file.name))
      } catch (thrown) {
        // A bundle was fetched by the other node since the directory was read.
        if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') continue
        throw thrown
      }
      for (const word of words) if (bytes.includes(Buffer.from(word, 'utf8'))) found.add(word)
    }
    return [...found]
  }
}
