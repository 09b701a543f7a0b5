/** Importing this door defines `<longshore-export-button>`. */
import { LongshoreExportButton } from './export-button-element.js';

if (customElements.get('longshore-export-button') === undefined)
  customElements.define('longshore-export-button', LongshoreExportButton);

export { LongshoreExportButton };
