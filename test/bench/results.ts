/** Prints the figures of a bench and writes bench-results/NAME.json. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface Result {
  readonly name: string;
  readonly ours: number;
  readonly peer: number;
  /** ours / peer. */
  readonly ratio: number;
  readonly unit: string;
}

export function saveResults(bench: string, results: readonly Result[]): void {
  for (const { name, ours, peer, ratio, unit } of results) {
    const against =
      peer === 0 ? '' : `, against ${peer.toLocaleString('en-US')}: ${ratio.toFixed(2)}x`;
    console.log(`${name}: ${ours.toLocaleString('en-US')} ${unit}${against}`);
  }
  const folder = fileURLToPath(new URL('../../bench-results/', import.meta.url));
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}${bench}.json`, `${JSON.stringify(results, null, 2)}\n`);
}
