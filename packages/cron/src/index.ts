/** The door: when a cron expression is due in a time zone. */
export { CronError, createSchedule, type Schedule } from './schedule.js';
