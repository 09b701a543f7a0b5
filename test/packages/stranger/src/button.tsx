import { createTaskClient } from '@longshore/client';
import '@longshore/client/element';
import { ExportButton, LongshoreProvider } from '@longshore/client/react';

const client = createTaskClient({ baseUrl: '/office' });

export const Button = () => (
  <LongshoreProvider client={client}>
    <ExportButton type="tools" />
  </LongshoreProvider>
);
