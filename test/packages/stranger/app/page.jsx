import '@longshore/client/element';
import { ExportButton } from '@longshore/client/react';

export default function Page() {
  return (
    <main>
      <ExportButton type="tools" />
      <longshore-export-button type="tools" />
    </main>
  );
}
