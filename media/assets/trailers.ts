import { type ChildProcess, fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { assetFiles } from '../core/asset-files.ts';

/** Trailers of clips, each made once, when it is first asked for. Owns the children that make them. */
export class Trailers {
  readonly #making = new Map<string, { child: ChildProcess; made: Promise<boolean> }>();
  #closed = false;

  /** @param folder of a clip that is ready @returns where its trailer is; null: it could not be made */
  async of(folder: string): Promise<string | null> {
    const { trailer } = assetFiles(folder);
    if (existsSync(trailer)) return trailer;
    if (this.#closed) return null;
    const { made } = this.#making.get(folder) ?? this.#make(folder);
    return (await made) ? trailer : null;
  }

  #make(folder: string): { made: Promise<boolean> } {
    const child = fork(join(import.meta.dirname, 'trailer-maker.ts'), [folder], {
      execArgv: [],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const made = new Promise<boolean>((resolve) => {
      child.once('error', () => resolve(false));
      child.once('exit', (code) => resolve(code === 0));
    }).finally(() => this.#making.delete(folder));
    const making = { child, made };
    this.#making.set(folder, making);
    return making;
  }

  /** Breaks off what runs. Safe twice. */
  async close(): Promise<void> {
    this.#closed = true;
    const making = [...this.#making.values()];
    for (const { child } of making) child.kill('SIGKILL');
    await Promise.all(making.map(({ made }) => made));
  }
}
