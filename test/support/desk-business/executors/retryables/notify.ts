import { refuse, retryable } from '@longshore/executors';
import * as z from 'zod';

/** The service says no to every shelf. */
export default retryable('notify', async ({ shelf }) => refuse(`There is no shelf ${shelf}.`), {
  params: z.object({ shelf: z.int(), token: z.string().meta({ secret: true }) }),
});
