/** An empty or failed view: what it is, and what to do next. */
import type { ReactNode } from 'react';

export function Notice({
  text,
  role = 'status',
  children,
}: {
  text: string;
  role?: 'status' | 'alert';
  children?: ReactNode;
}) {
  return (
    <div className="empty" role={role}>
      <p>{text}</p>
      {children}
    </div>
  );
}
