/** One command to Redis over a connection of its own: what a fault does to it from outside. */
import { connect } from 'node:net';

/**
 * The text or number of the answer, '' for nothing; of a list the number of its items. Throws what
 * Redis refuses.
 */
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
      const told = readReply(answer);
      if (told === null) return;
      socket.destroy();
      if (answer.startsWith('-')) reject(new Error(`${words[0]}: ${told}`));
      else resolve(told);
    });
  });
}

/** Null: the rest is still on its way. A bulk string follows the line with its length. */
function readReply(answer: string): string | null {
  const end = answer.indexOf('\r\n');
  if (end < 0) return null;
  const line = answer.slice(1, end);
  if (!answer.startsWith('$')) return line;
  if (line === '-1') return '';
  const rest = answer.slice(end + 2);
  return Buffer.byteLength(rest) === Number(line) + 2 ? rest.slice(0, -2) : null;
}
