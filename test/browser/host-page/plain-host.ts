/** A host's page without React: importing the door is all it takes. Bundled by serve-host.ts. */
import '@longshore/client/element';
