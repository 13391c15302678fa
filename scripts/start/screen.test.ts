import { expect, test } from 'vitest';
import { lastWords, screenLine } from './screen.ts';

const entry = (level: number, rest: object) =>
  JSON.stringify({ level, time: Date.parse('2026-05-09T14:30:05'), pid: 7, hostname: 'studio', ...rest });

test('shows time, who, message and details in one line', () => {
  const line = entry(40, { msg: 'feed stalled', contributor: 'quito', silence: 2.5 });
  expect(screenLine(line, 'media', 'warn')).toBe('14:30:05 media warning feed stalled contributor=quito silence=2.5');
});

test('keeps what is less important than asked for in the file', () => {
  expect(screenLine(entry(30, { msg: 'socket opened' }), 'server', 'warn')).toBeNull();
  expect(screenLine(entry(60, { msg: 'over' }), 'server', 'silent')).toBeNull();
});

test('names the cause of an error', () => {
  const line = entry(50, {
    msg: 'cannot write',
    err: { type: 'Error', message: 'ENOSPC', stack: 'Error: ENOSPC\n at' },
  });
  expect(screenLine(line, 'media', 'warn')).toBe('14:30:05 media ERROR cannot write (ENOSPC)');
});

test('shows what is no log entry only to those who debug', () => {
  expect(screenLine('    at main.ts:3', 'server', 'info')).toBeNull();
  expect(screenLine('{ "half an entry', 'server', 'debug')).toBe('server: { "half an entry');
});

test('last words: the error that was logged, else the exception, else the last line', () => {
  const stack = [
    'file:///server/main.ts:9',
    '    throw new TypeError("x")',
    '',
    'TypeError: no port',
    '    at main',
    '',
    'Node.js v24',
  ];
  expect(lastWords(stack)).toBe('TypeError: no port');
  expect(lastWords([...stack, entry(60, { msg: 'cannot open', err: { message: 'EACCES' } })])).toBe(
    'cannot open: EACCES',
  );
  expect(lastWords(['terminate called', 'Segmentation fault', ''])).toBe('Segmentation fault');
  expect(lastWords([])).toBeNull();
});
