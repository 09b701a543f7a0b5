/** A business of tests whose types are not for everyone, and which needs no database. */
import { defineBusiness } from '@longshore/executors';

export default defineBusiness({ executors: new URL('./executors/', import.meta.url) });
