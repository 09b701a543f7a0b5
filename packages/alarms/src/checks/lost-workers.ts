/** Workers that gave no sign of life for a while and did not end in order. */
import { type Check, iso, sighting, type Watched } from './check.js';

/** `told` is to be called once the sightings were taken: then the workers are forgotten. */
export interface LostWorkers extends Check {
  told(): Promise<void>;
}

export function lostWorkers({ tasks: { watch }, thresholds }: Watched): LostWorkers {
  let silent: { readonly name: string; readonly lastSignAt: number }[] = [];
  return {
    causes: ['worker_lost'],
    look: async () => {
      silent = await watch.silentWorkers(thresholds.workerSilentMs);
      return silent.map(({ name, lastSignAt }) =>
        sighting('worker_lost', {
          subject: 'fleet',
          details: { worker: name, lastSignAt: iso(lastSignAt) },
          counted: { by: 'mark', source: sourceOf(name), number: lastSignAt },
        }),
      );
    },
    told: async () => {
      for (const worker of silent) await watch.forgetWorker(worker, sourceOf(worker.name));
      silent = [];
    },
  };
}

const sourceOf = (name: string): string => `worker ${name}`;
