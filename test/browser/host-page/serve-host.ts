/**
 * Serves the host's pages under a policy stricter than most, with the API behind the same origin.
 */
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:";
const pathOf = (name: string) => fileURLToPath(new URL(name, import.meta.url));

const page = (script: string, body: string) => `<!doctype html>
  <html lang="en"><meta charset="utf-8"><title>Back office</title>
  <link rel="stylesheet" href="/host.css"><link rel="icon" href="data:,">
  <main>${body}</main><script type="module" src="${script}"></script></html>`;

export interface HostServer {
  readonly url: string;
  close(): Promise<void>;
}

/** `/react` has the components, `/plain` the custom element without React. */
export async function serveHost(apiUrl: () => string): Promise<HostServer> {
  const files = new Map([
    ['/react', { type: 'text/html', body: page('/react.js', '') }],
    ['/plain', { type: 'text/html', body: page('/plain.js', PLAIN) }],
    ['/react.js', { type: 'text/javascript', body: await bundle('react-host.tsx') }],
    ['/plain.js', { type: 'text/javascript', body: await bundle('plain-host.ts') }],
    ['/host.css', { type: 'text/css', body: await readFile(pathOf('host.css'), 'utf8') }],
  ]);
  const server = createServer((req, res) => {
    const file = files.get(req.url ?? '');
    if (file === undefined) return passOn(new URL(req.url ?? '/', apiUrl()), req, res);
    res
      .writeHead(200, {
        'content-type': `${file.type}; charset=utf-8`,
        'content-security-policy': POLICY,
      })
      .end(file.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const PLAIN = `
  <h1>Back office</h1>
  <longshore-export-button type="orders" params='{"status":"paid"}' label="Export orders"></longshore-export-button>`;

async function bundle(name: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [pathOf(name)],
    ...{
      bundle: true,
      write: false,
      format: 'esm',
      jsx: 'automatic',
      conditions: ['@longshore/source'],
      define: { 'process.env.NODE_ENV': '"production"' },
    },
  });
  return outputFiles[0]?.text ?? '';
}

function passOn(url: URL, req: IncomingMessage, res: ServerResponse): void {
  const passed = request(
    url,
    { method: req.method ?? 'GET', headers: { ...req.headers, host: url.host } },
    (answer) => {
      res.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(res);
    },
  );
  passed.on('error', () => res.destroy());
  req.pipe(passed);
}
