/**
 * Keeps the keyboard where it was: when the focused control gives way to another, that one takes
 * the focus.
 */
import { type RefObject, useEffect, useRef } from 'react';

const CONTROLS = 'button:enabled, a[href], input:enabled';

/**
 * For the element around the controls; looks whenever `change` does. Where a control is marked
 * `data-main`, it waits for that one.
 */
export function useKeptFocus<Place extends HTMLElement>(change: unknown): RefObject<Place | null> {
  const place = useRef<Place>(null);
  const isHere = useRef(false);
  useEffect(() => {
    const note = ({ target }: Event) => {
      isHere.current = target instanceof Node && place.current?.contains(target) === true;
    };
    document.addEventListener('focusin', note);
    document.addEventListener('pointerdown', note);
    return () => {
      document.removeEventListener('focusin', note);
      document.removeEventListener('pointerdown', note);
    };
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `change` says when controls have come and gone
  useEffect(() => {
    if (isHere.current && isLost(document.activeElement)) nextControl(place.current)?.focus();
  }, [change]);
  return place;
}

/** Nothing has the focus, or something that can no longer be pressed. */
const isLost = (focused: Element | null): boolean =>
  focused === null || focused === document.body || focused.matches(':disabled');

function nextControl(place: HTMLElement | null): HTMLElement | null | undefined {
  const main = place?.querySelector<HTMLElement>('[data-main]');
  return main == null ? place?.querySelector<HTMLElement>(CONTROLS) : main;
}
