/** A business without a database of its own: its rows live in a service, at SERVICE_URL. */
import { defineBusiness } from '@longshore/executors';

export default defineBusiness({ executors: new URL('./executors/', import.meta.url) });
