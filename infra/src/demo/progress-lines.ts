/**
 * Live progress of several tasks: bars that move on a terminal, a plain line every few seconds
 * elsewhere.
 */
import type { TaskResultOut } from '@longshore/contract';

const WIDEST_BAR = 28;
const NARROWEST_BAR = 12;
/** All of a line but its bar. */
const TEXT_WIDTH = 67;
const PLAIN_EVERY_MS = 3_000;

export interface ProgressLines {
  /** Shows the newest answer about the task of this name. */
  show(name: string, answer: TaskResultOut): void;
  /** Leaves what is shown and lets other output follow. */
  end(): void;
}

export function progressLines(out: NodeJS.WriteStream = process.stdout): ProgressLines {
  return out.isTTY ? movingBars(out) : plainLines(out);
}

function movingBars(out: NodeJS.WriteStream): ProgressLines {
  const lines = new Map<string, string>();
  let drawn = 0;
  return {
    show(name, answer) {
      const width = out.columns || Number.POSITIVE_INFINITY; // 0 where the terminal does not tell
      lines.set(name, progressLine(name, answer, width).slice(0, width - 1));
      // ANSI: cursor up; below: clear to the end of the line
      const up = drawn === 0 ? '' : `\u001b[${drawn}A`;
      out.write(up + [...lines.values()].map((line) => `${line}\u001b[K\n`).join(''));
      drawn = lines.size;
    },
    end: () => {
      drawn = 0;
      lines.clear();
    },
  };
}

function plainLines(out: NodeJS.WriteStream): ProgressLines {
  const shownAt = new Map<string, number>();
  return {
    show(name, answer) {
      const isDue = performance.now() - (shownAt.get(name) ?? -PLAIN_EVERY_MS) >= PLAIN_EVERY_MS;
      if (!isDue && answer.status === 1) return;
      shownAt.set(name, performance.now());
      out.write(`${progressLine(name, answer)}\n`);
    },
    end: () => shownAt.clear(),
  };
}

/**
 * `export orders   [#######---]  45 %  450,000 of 1,000,000 rows  81,000 rows/s`; the bar takes
 * what `width` leaves.
 */
export function progressLine(
  name: string,
  { phase, progress, message }: TaskResultOut,
  width = Number.POSITIVE_INFINITY,
): string {
  const { done = 0, total = null, rowsPerSecond = null } = progress ?? {};
  const part = total === null || total === 0 ? 0 : done / total;
  const barWidth = Math.max(NARROWEST_BAR, Math.min(WIDEST_BAR, width - TEXT_WIDTH));
  const bar = '#'.repeat(Math.round(part * barWidth)).padEnd(barWidth, '-');
  const rate =
    phase === 'running' && rowsPerSecond ? `  ${rowsPerSecond.toLocaleString('en')} rows/s` : '';
  return `${name.padEnd(16)}[${bar}] ${String(Math.floor(part * 100)).padStart(3)} %  ${message ?? phase}${rate}`;
}
