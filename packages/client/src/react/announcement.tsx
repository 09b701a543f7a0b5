/** The live region of a button or dialog: heard, not seen, and only at quarters and ends. */
import type { CSSProperties } from 'react';
import { announcementOf } from '../button-sentences.js';
import type { ButtonState } from '../button-state.js';
import { useLongshore } from './client-context.js';

/** In the element itself, because a host need not know of it. */
const HEARD_ONLY: CSSProperties = {
  position: 'absolute',
  width: 1,
  height: 1,
  margin: -1,
  overflow: 'hidden',
  clipPath: 'inset(50%)',
  whiteSpace: 'nowrap',
};

/** A live region that tells a screen reader how the task goes. */
export function Announcement({ state }: { state: ButtonState }) {
  return (
    <span role="status" style={HEARD_ONLY}>
      {announcementOf(state, useLongshore().language)}
    </span>
  );
}
