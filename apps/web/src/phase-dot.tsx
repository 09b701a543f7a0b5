/** A task's phase as a coloured dot and its word. */

import { textsOf, useLongshore } from '@longshore/client/react';
import type { Phase } from '@longshore/contract/browser';

export type Tone = 'good' | 'bad' | 'warn' | 'live' | 'rest';

const TONES: Readonly<Record<Phase, Tone>> = {
  ...({
    queued: 'rest',
    running: 'live',
    retrying: 'warn',
    paused: 'rest',
    succeeded: 'good',
    partial: 'warn',
  } as const),
  ...({ failed: 'bad', cancelled: 'rest', expired: 'rest' } as const),
};

export function PhaseDot({ phase }: { phase: Phase }) {
  const { phases } = textsOf(useLongshore().language);
  return (
    <span className="dot" data-tone={TONES[phase]}>
      {phases[phase]}
    </span>
  );
}
