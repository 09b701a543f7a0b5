/** The door: the task centre as a router or a listener, and ways to sign in. */
export type { AlarmOptions, AlarmRoute, AlarmSink } from '@longshore/alarms';
export type { Authenticate, Caller } from './auth/caller.js';
export { devAuth, type JwtAuthOptions, jwtAuth } from './auth/jwt-auth.js';
export {
  type BatchCall,
  createTaskCentre,
  type ExportCall,
  type ImportCall,
  type TaskCentre,
  type TaskCentreOptions,
  type UndoCall,
} from './create-task-centre.js';
export { type Listening, type ListenOptions, listen } from './http/listen.js';
export type { QueueBoard } from './operations/board-routes.js';
