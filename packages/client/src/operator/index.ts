/** The operators' door: their calls as methods, apart from what every page loads. */
export { createOperatorClient, type OperatorClient } from './operator-client.js';
