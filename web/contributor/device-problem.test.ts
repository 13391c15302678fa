import { expect, test } from 'vitest';
import { problemOfBrowser, problemOfRefusal } from './device-problem.ts';

const both = { audio: true, video: true };
const refused = (name: string, message = '') => new DOMException(message, name);

test.each([
  ['NotAllowedError', both, 'noPermission'],
  ['NotReadableError', both, 'inUse'],
  ['AbortError', both, 'inUse'],
  ['NotFoundError', both, 'noDevice'],
  ['NotFoundError', { audio: true, video: false }, 'noMicrophone'],
  ['NotFoundError', { audio: false, video: true }, 'noCamera'],
  ['TypeError', both, 'unknown'],
] as const)('%s for %o is told as %s', (name, wanted, problem) => {
  expect(problemOfRefusal(refused(name), wanted)).toBe(problem);
});

test('a question closed without an answer is no refusal', () => {
  expect(problemOfRefusal(refused('NotAllowedError', 'Permission dismissed'), both)).toBe('dismissed');
});

test('an insecure page is told before the missing camera API that comes with it', () => {
  expect(problemOfBrowser({ secure: false, hasDevices: false, hasWebRtc: true })).toBe('insecureOrigin');
  expect(problemOfBrowser({ secure: true, hasDevices: false, hasWebRtc: true })).toBe('unsupported');
  expect(problemOfBrowser({ secure: true, hasDevices: true, hasWebRtc: true })).toBeNull();
});
