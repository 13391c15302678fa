/** Milliseconds that something may take without a word. */
const QUIET_MS = 2_000;
/** Milliseconds between two lines about the same long step. */
const AGAIN_MS = 20_000;

/**
 * Runs one step of the preparation. Nothing is printed unless it lasts longer than two seconds; then its label, where
 * it stands now and then, and how long it took.
 * @template T
 * @param {string} label What is being done, e.g. `Building the web pages`.
 * @param {(tell: (where: string) => void) => Promise<T>} work Gets a function to say where it stands (`12 of 240`).
 * @param {(line: string) => void} [print] Default: standard output.
 * @returns {Promise<T>}
 */
export async function step(label, work, print = console.log) {
  const begin = performance.now();
  let where = '';
  let spoken = false;
  const speak = () => {
    spoken = true;
    const seconds = Math.round((performance.now() - begin) / 1000);
    print([`${label} …`, where, seconds > 2 ? `(${seconds} s)` : ''].filter((word) => word !== '').join(' '));
  };
  const first = setTimeout(speak, QUIET_MS);
  const again = setInterval(speak, AGAIN_MS);
  try {
    const result = await work((now) => {
      where = now;
    });
    if (spoken) print(`${label}: done in ${Math.round((performance.now() - begin) / 1000)} s`);
    return result;
  } finally {
    clearTimeout(first);
    clearInterval(again);
  }
}
