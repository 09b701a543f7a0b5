/**
 * A host's page with React, as another team would write it: its own styles, our components. Bundled
 * by serve-host.ts.
 */
import { createTaskClient } from '@longshore/client';
import { ExportButton, ImportDialog, LongshoreProvider, TaskCentre } from '@longshore/client/react';
import { useState } from 'react';
import { createRoot } from 'react-dom/client';

const client = createTaskClient({ language: 'en' });

function Host() {
  const [isImporting, setImporting] = useState(false);
  return (
    <LongshoreProvider client={client}>
      <h1>Back office</h1>
      <p>
        <ExportButton
          type="orders"
          params={{ status: 'paid' }}
          label="Export orders"
          className="host-export"
        />
      </p>
      <p>
        <ExportButton
          type="products"
          label="Export products"
          format="csv"
          className="host-export"
        />
      </p>
      <p>
        <ExportButton type="retail" label="Export retail" className="host-export" />
      </p>
      <button type="button" onClick={() => setImporting(true)}>
        Import products
      </button>
      <ImportDialog
        type="products"
        title="Import products"
        accept=".xlsx"
        open={isImporting}
        onClose={() => setImporting(false)}
      />
      <TaskCentre filter={{ kind: 'import' }} />
    </LongshoreProvider>
  );
}

const place = document.querySelector('main');
if (place !== null) createRoot(place).render(<Host />);
