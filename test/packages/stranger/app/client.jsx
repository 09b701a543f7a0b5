'use client';

import { createTaskClient } from '@longshore/client';
import { LongshoreProvider } from '@longshore/client/react';

const client = createTaskClient({ baseUrl: '/office' });

export function Client({ children }) {
  return <LongshoreProvider client={client}>{children}</LongshoreProvider>;
}
