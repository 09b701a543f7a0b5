/** The door for tests of front ends: runs in browsers and in Node, with no zod and no database. */

export type { Ending, FakeTask } from './fake-task.js';
export {
  createFakeTaskCentre,
  type FakeTaskCentre,
  type FakeTaskCentreOptions,
} from './fake-task-centre.js';
