// `papergraph serve` as a child that does not outlive this process, whatever ends it.
import { spawn } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { createInterface } from 'node:readline';

const program = process.env.PAPERGRAPH_PROGRAM;
const running = new Set();
process.on('exit', () => running.forEach((server) => server.kill()));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(1));

export class Server {
  /** Resolves when it listens. */
  static async start(options = []) {
    const server = new Server();
    // The shell kills it when the pipe to here ends, also after a SIGKILL.
    const script = '"$@" & child=$!; echo $child; (read -r _; kill -KILL $child) <&3 2>/dev/null & wait $child; exit $?';
    server.shell = spawn('sh', ['-c', script, 'sh', program, 'serve', '--port', '0', ...options],
                         { stdio: ['ignore', 'pipe', 'pipe', 'pipe'] });
    running.add(server);
    server.errors = '';
    server.shell.stderr.on('data', (data) => { server.errors += data; });
    server.ended = new Promise((resolve) => server.shell.once('exit', (status) => {
      running.delete(server);
      server.shell.stdio[3].destroy();
      resolve(status);
    }));
    const lines = createInterface({ input: server.shell.stdout })[Symbol.asyncIterator]();
    server.pid = Number((await lines.next()).value);
    server.url = (await lines.next()).value;
    if (!server.url) throw new Error('the server did not start: ' + server.errors);
    server.address = server.url.split('://')[1];
    server.port = Number(server.address.split(':').pop());
    return server;
  }

  kill() {
    try {
      process.kill(this.pid, 'SIGKILL');
    } catch { /* it has ended */ }
  }

  /** Asks it to end; its exit status. */
  stop(signal = 'SIGTERM') {
    process.kill(this.pid, signal);
    return this.ended;
  }

  /** Megabytes in memory. */
  memory() {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${this.pid}/status`, 'utf8'))[1]) / 1024;
  }

  threads() {
    return readdirSync(`/proc/${this.pid}/task`).length;
  }

  /** Hundredths of a second of processor time so far. */
  work() {
    const fields = readFileSync(`/proc/${this.pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return Number(fields[11]) + Number(fields[12]);
  }
}
