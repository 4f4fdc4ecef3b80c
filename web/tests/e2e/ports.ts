import { createServer } from 'node:net'

/** Five ports in a row that are free now. */
export async function freePorts(): Promise<number> {
  const isFree = (port: number) => new Promise<boolean>((done) => {
    const server = createServer().once('error', () => done(false)).once('listening', () => server.close(() => done(true)))
    server.listen(port, '127.0.0.1')
  })
  for (let tries = 0; tries < 200; tries += 1) {
    const first = 20_000 + Math.floor(Math.random() * 10_000)
    const free = await Promise.all([0, 1, 2, 3, 4].map((step) => isFree(first + step)))
    if (free.every(Boolean)) return first
  }
  throw new Error('no five free ports in a row')
}
