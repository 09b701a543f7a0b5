/** One command to Redis over a connection of its own: what a fault does to it from outside. */
import { connect } from 'node:net';

/** The first line of the answer, without its type sign. Throws what Redis refuses. */
export function redisCommand(url: string, ...words: readonly string[]): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () =>
      socket.write(`${words.map((word) => JSON.stringify(word)).join(' ')}\r\n`),
    );
    let answer = '';
    socket.setEncoding('utf8').on('error', reject);
    socket.on('data', (text: string) => {
      answer += text;
      if (!answer.includes('\r\n')) return;
      socket.destroy();
      const [line = ''] = answer.split('\r\n');
      if (line.startsWith('-')) reject(new Error(`${words[0]}: ${line.slice(1)}`));
      else resolve(line.slice(1));
    });
  });
}
