/**
 * Builds mediasoup's worker from the sources inside its npm package against Debian's libraries.
 *
 * Why: mediasoup's own build fetches meson, ninja and the source of eight libraries from the net; on a machine that
 * reaches only its package mirrors that cannot work, and Debian has all those libraries ready. What differs from them is
 * bridged by the two headers in include/. Needs {@link BUILD_PACKAGES}.
 */
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { run } from '../command.mjs';
import { Problem } from '../problem.mjs';

const here = import.meta.dirname;

/** Debian's packages that a build needs. */
export const BUILD_PACKAGES = [
  'g++',
  'flatbuffers-compiler',
  'libabsl-dev',
  'libflatbuffers-dev',
  'libsrtp2-dev',
  'libssl-dev',
  'libuv1-dev',
] as const;

const LIBRARIES = [
  '-luv',
  '-lssl',
  '-lcrypto',
  '-lsrtp2',
  '-lflatbuffers',
  '-labsl_strings',
  '-labsl_bad_optional_access',
  '-labsl_throw_delegate',
  '-labsl_raw_hash_set',
  '-labsl_hash',
  '-lpthread',
  '-ldl',
];

export interface WorkerBuild {
  /** The folder `worker` of the npm package. */
  source: string;
  /** Path of the binary to make. It appears there whole or not at all. */
  target: string;
  signal?: AbortSignal;
  /** Told after each compiled file. */
  onProgress?(compiled: number, of: number): void;
}

/** Names this recipe: whoever keeps a built worker builds again when it changes. */
export function recipeHash(): string {
  const hash = createHash('sha256');
  for (const entry of readdirSync(here, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) hash.update(entry.name).update(readFileSync(join(entry.parentPath, entry.name)));
  }
  return hash.digest('hex').slice(0, 12);
}

/**
 * Builds the worker; about three minutes on two cores.
 * @throws Problem when the compiler refuses, or the sources no longer look as this recipe expects.
 */
export async function buildWorker({ source, target, signal, onProgress }: WorkerBuild): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'antenne-worker-'));
  try {
    const generated = join(scratch, 'FBS');
    mkdirSync(generated);
    const schemas = readdirSync(join(source, 'fbs'))
      .filter((name) => name.endsWith('.fbs'))
      .map((name) => join(source, 'fbs', name));
    const dialect = ['--cpp', '--cpp-field-case-style', 'lower', '--reflect-names', '--scoped-enums'];
    await run('flatc', [...dialect, '--filename-suffix', '', '-o', generated, ...schemas], { signal });

    const webrtc = join(source, 'deps', 'libwebrtc');
    const includes = [join(here, 'include'), join(source, 'include'), scratch, webrtc, join(webrtc, 'libwebrtc')];
    const flags = [
      '-std=c++20',
      '-O3',
      '-DNDEBUG',
      '-w',
      '-fPIE',
      '-DMS_EXECUTABLE',
      '-DFLATBUFFERS_LOCALE_INDEPENDENT=1',
    ];
    flags.push('-DMS_LITTLE_ENDIAN', ...includes.map((folder) => `-I${folder}`));

    const files = sourcesOf(source).map((file) =>
      basename(file) === 'DtlsTransport.cpp' ? mended(file, scratch) : file,
    );
    const objects: string[] = [];
    const waiting = files.entries();
    const failed = new AbortController();
    const either = signal ? AbortSignal.any([signal, failed.signal]) : failed.signal;
    const compile = async () => {
      for (const [index, file] of waiting) {
        const object = join(scratch, `${index}.o`);
        await run('g++', [...flags, '-c', file, '-o', object], { signal: either });
        onProgress?.(objects.push(object), files.length);
      }
    };
    try {
      await Promise.all(Array.from({ length: availableParallelism() }, compile));
    } catch (error) {
      failed.abort(error);
      throw error;
    }

    const binary = join(scratch, 'mediasoup-worker');
    await run('g++', ['-pie', '-s', '-o', binary, ...objects, ...LIBRARIES], { signal });
    install(binary, target);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Puts a finished binary in its place at once, from another file system too. */
export function install(binary: string, target: string): void {
  mkdirSync(dirname(target), { recursive: true });
  const beside = `${target}.${process.pid}`;
  copyFileSync(binary, beside);
  chmodSync(beside, 0o755);
  renameSync(beside, target);
}

/** The files that make up the worker, as mediasoup's own meson.build lists them. */
function sourcesOf(source: string): string[] {
  const worker = readFileSync(join(source, 'meson.build'), 'utf8');
  const webrtc = readFileSync(join(source, 'deps', 'libwebrtc', 'meson.build'), 'utf8');
  const common = worker.slice(worker.indexOf('common_sources = ['), worker.indexOf('libuv_proj'));
  const files = [
    ...quoted(common, /'(src\/[^']+\.cpp)'/g).map((path) => join(source, path)),
    join(source, 'src', 'main.cpp'),
    ...quoted(webrtc, /'(libwebrtc\/[^']+\.cc)'/g).map((path) => join(source, 'deps', 'libwebrtc', path)),
  ];
  if (files.length < 100)
    throw new Problem(`mediasoup has changed: only ${files.length} source files found in its meson.build`);
  return files;
}

function quoted(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].flatMap((match) => match[1] ?? []);
}

/**
 * A copy of DtlsTransport.cpp with one condition mended. OpenSSL asks a BIO's callback after each operation with
 * `BIO_CB_RETURN | operation` and takes the callback's answer for the operation's result; mediasoup answers 1 unless the
 * value is BIO_CB_RETURN alone. An OpenSSL with kernel TLS, as Debian's, then asks the BIO whether the kernel encrypts,
 * reads that 1 as yes, keeps no write buffer, and the first DTLS handshake ends in a segmentation fault. mediasoup's own
 * OpenSSL is built without kernel TLS.
 */
function mended(file: string, scratch: string): string {
  const text = readFileSync(file, 'utf8');
  const condition = '(operationType == BIO_CB_RETURN)';
  if (!text.includes(condition)) throw new Problem(`mediasoup has changed: look at onSslBioOut() in ${file}`);
  const copy = join(scratch, basename(file));
  writeFileSync(copy, text.replace(condition, '((operationType & BIO_CB_RETURN) != 0)'));
  return copy;
}
