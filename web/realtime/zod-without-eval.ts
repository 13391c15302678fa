/**
 * Keeps zod from compiling its parsers with `new Function`, which our Content-Security-Policy forbids: the attempt
 * alone would be reported as a violation. To be imported before the contract.
 */
import { z } from 'zod';

z.config({ jitless: true });
