/** The head of a view: its name, one line of what it is for, and its actions. */
import type { ReactNode } from 'react';

interface PageHeadProps {
  readonly title: string;
  readonly hint: ReactNode;
  readonly children?: ReactNode;
}

export function PageHead({ title, hint, children }: PageHeadProps) {
  return (
    <div className="page-head">
      <div>
        <h1>{title}</h1>
        <p>{hint}</p>
      </div>
      <div className="actions">{children}</div>
    </div>
  );
}
