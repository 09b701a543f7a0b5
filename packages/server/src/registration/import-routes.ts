/** registerImportTask: a multipart form, fields first, then the file. */
import { AppError } from '@longshore/contract';
import { Router } from 'express';
import { languagesFor } from '../http/language.js';
import type { CentreServices } from '../services.js';
import { receiveUpload } from '../uploads/receive-upload.js';
import { type Receive, registerImport } from './register-import.js';
import { registrantOf } from './registrant-of.js';
import { sendRegistration } from './send-registration.js';

export function importRoutes(services: CentreServices): Router {
  const routes = Router();
  routes.post('/registerImportTask', async (req, res) => {
    const receive: Receive = (take) =>
      receiveUpload(req, services.uploadMaxBytes, (fields, file) => take(parsed(fields), file));
    const caller = { ...registrantOf(req, res), languages: languagesFor(req) };
    sendRegistration(res, await registerImport(receive, caller, services), services);
  });
  return routes;
}

/** The field `options` is JSON in a form. */
const parsed = ({ options, ...fields }: Readonly<Record<string, string>>): object =>
  options === undefined ? fields : { ...fields, options: json(options) };

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError('invalid_params', {
      errors: [{ path: 'options', message: 'is not JSON' }],
      cause,
    });
  }
}
