/**
 * bull-board over BullMQ's queues, read only, where its packages are installed: an image without
 * them is smaller by what it needs. Its assets come from this server.
 */
import type { QueueBoard } from '@longshore/server';

/** Null: `@bull-board/api` or `@bull-board/express` is not installed. */
export async function installedBoard(): Promise<QueueBoard | null> {
  try {
    return await loadBoard();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND') return null;
    throw error;
  }
}

async function loadBoard(): Promise<QueueBoard> {
  const [{ createBullBoard }, { BullMQAdapter }, { ExpressAdapter }] = await Promise.all([
    import('@bull-board/api'),
    import('@bull-board/api/bullMQAdapter'),
    import('@bull-board/express'),
  ]);
  type BullQueue = ConstructorParameters<typeof BullMQAdapter>[0];
  return (queues, path) => {
    const serverAdapter = new ExpressAdapter().setBasePath(path);
    createBullBoard({
      queues: queues.map(
        (queue) =>
          // the task centre's queues are BullMQ's, which its door does not name
          new BullMQAdapter(queue as BullQueue, { readOnlyMode: true, allowRetries: false }),
      ),
      serverAdapter,
      options: { uiConfig: { boardTitle: 'Longshore' } },
    });
    return serverAdapter.getRouter();
  };
}
