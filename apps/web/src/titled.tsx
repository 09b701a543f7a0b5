/** A view with its name in the browser's tab. */
import { type ReactNode, useEffect } from 'react';

export function Titled({ title, view }: { title: string; view: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Longshore`;
  }, [title]);
  return view;
}
