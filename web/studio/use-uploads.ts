import type { StudioAsset } from '@antenne/server/contract';
import { useState } from 'react';
import { uuid } from '../ui/index.ts';
import { useAssetCommands } from './assets.tsx';
import { kindOf, titleOf } from './clip.ts';

/** Why a file did not get in. `unusable` is said by this page; the rest by the server or by media. */
export type UploadProblem = 'unusable' | 'tooLarge' | 'diskFull' | 'cut' | 'refused';

export type Upload = {
  key: string;
  title: string;
  /** 0–1; null where it failed. */
  progress: number | null;
  problem: UploadProblem | null;
  /** Breaks it off, or takes its failure off the list. */
  dismiss: () => void;
};

/** Files on their way from this page to the media plane. */
export function useUploads(): { uploads: readonly Upload[]; add: (files: Iterable<File>) => void } {
  const { call, slug } = useAssetCommands();
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const set = (key: string, changes: Partial<Upload>) =>
    setUploads((known) => known.map((one) => (one.key === key ? { ...one, ...changes } : one)));
  const remove = (key: string) => setUploads((known) => known.filter((one) => one.key !== key));

  const send = async (file: File): Promise<void> => {
    const key = uuid();
    const title = titleOf(file.name);
    const abort = new AbortController();
    const dismiss = () => {
      abort.abort();
      remove(key);
    };
    const kind = kindOf(file.type, file.name);
    setUploads((known) => [
      ...known,
      { key, title, progress: kind ? 0 : null, problem: kind ? null : 'unusable', dismiss },
    ]);
    if (!kind) return;
    const outcome = await upload(file, kind, title, abort.signal, (progress) => set(key, { progress }));
    if (outcome === null) remove(key);
    else set(key, { progress: null, problem: outcome });
  };

  /** @returns why it failed; null when it is there */
  const upload = async (
    file: File,
    kind: StudioAsset['kind'],
    title: string,
    signal: AbortSignal,
    onProgress: (share: number) => void,
  ): Promise<UploadProblem | null> => {
    const allowed = await call('asset:upload', { slug, kind, title, bytes: file.size });
    if (!allowed.ok) return allowed.error.code === 'badRequest' ? 'tooLarge' : 'refused';
    const { url, ticket, asset } = allowed.data;
    const problem = await put(url, ticket, file, signal, onProgress);
    // What never arrived leaves nothing behind; media removes what arrived by half.
    if (problem) await call('asset:remove', { slug, assetId: asset.id });
    return problem;
  };

  return { uploads, add: (files) => void [...files].map(send) };
}

/** With a request that tells how far it is: `fetch` does not. */
function put(
  url: string,
  ticket: string,
  file: File,
  signal: AbortSignal,
  onProgress: (share: number) => void,
): Promise<UploadProblem | null> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open('PUT', url);
    request.setRequestHeader('Authorization', `Bearer ${ticket}`);
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onload = () => {
      if (request.status === 201) resolve(null);
      else resolve(request.status === 413 ? 'tooLarge' : request.status === 507 ? 'diskFull' : 'refused');
    };
    request.onerror = () => resolve('cut');
    request.onabort = () => resolve('cut');
    signal.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}
