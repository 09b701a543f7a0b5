/** Importing this door defines `<longshore-export-button>`, in a browser. */
import { LongshoreExportButton } from './export-button-element.js';

if (
  typeof customElements !== 'undefined' &&
  customElements.get('longshore-export-button') === undefined
)
  customElements.define('longshore-export-button', LongshoreExportButton);

export { LongshoreExportButton };
