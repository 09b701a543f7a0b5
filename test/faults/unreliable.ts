/** The environment of a system that serves the business which fails on demand. */
import { builtBusiness } from '../support/built-business.js';

export const UNRELIABLE = {
  BUSINESS: builtBusiness('unreliable-business'),
};
