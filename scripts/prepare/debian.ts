import { attempt, run } from '../command.mjs';
import { Problem } from '../problem.mjs';
import { step } from '../progress.mjs';

/**
 * Sees to it that Debian's packages are there: installs what is missing when running as root, and otherwise says in one
 * line what to type.
 * @param purpose What they are for, e.g. `the tests`.
 * @throws Problem when something is missing and cannot be installed from here.
 */
export async function ensurePackages(packages: readonly string[], purpose: string, signal: AbortSignal): Promise<void> {
  const missing = await missingPackages(packages, signal);
  if (missing.length === 0) return;
  const line = `apt-get install -y --no-install-recommends ${missing.join(' ')}`;
  if (process.getuid?.() !== 0) throw new Problem(`Missing for ${purpose}: ${missing.join(', ')}. Type: sudo ${line}`);
  if ((await attempt('apt-get', ['--version'], { signal })).code !== 0) {
    throw new Problem(
      `Missing for ${purpose}, and no apt-get here to install them: ${missing.join(', ')} (Debian's names).`,
    );
  }
  await step(`Installing Debian packages for ${purpose}: ${missing.join(', ')}`, async () => {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    // Another apt may be at work, e.g. the machine's own updates: wait for its lock rather than fail.
    const patient = ['-o', 'DPkg::Lock::Timeout=300', '-q', '-y'];
    await run('apt-get', [...patient, 'update'], { env, signal });
    await run('apt-get', [...patient, 'install', '--no-install-recommends', ...missing], { env, signal });
  });
}

async function missingPackages(packages: readonly string[], signal: AbortSignal): Promise<string[]> {
  // It fails when one name is unknown, and still tells about the others.
  const { output } = await attempt('dpkg-query', ['-s', ...packages], { signal });
  const installed = new Set(
    output.split(/\n{2,}/).flatMap((about) => {
      const name = /^Package: (.+)$/m.exec(about)?.[1];
      return name !== undefined && /^Status: .* installed$/m.test(about) ? [name] : [];
    }),
  );
  return packages.filter((name) => !installed.has(name));
}
