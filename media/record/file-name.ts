/** A name for files that every system takes: `Inés Ñandú` → `ines-nandu`. Empty where nothing of it is left. */
function plainName(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replace(/^-+|-+$/g, '');
}

export const PROGRAM_FILE = 'programme';

/** What a contributor's files begin with; `taken`: what others' begin with. */
export function fileBase(name: string, contributorId: string, taken: ReadonlySet<string>): string {
  const own = contributorId.toLowerCase().replace(/[^a-z0-9]/g, '');
  const plain = plainName(name) || own.slice(0, 8);
  return plain === PROGRAM_FILE || taken.has(plain) ? `${plain}-${own.slice(0, 8)}` : plain;
}

export function partFile(base: string, part: number, extension: 'mkv' | 'mp4'): string {
  return `${base}-${String(part).padStart(2, '0')}.${extension}`;
}

/** `ines-nandu-02.mkv` → `ines-nandu` and 2; null for anything that `partFile` did not make. */
export function readPartFile(file: string): { base: string; part: number } | null {
  const match = /^([a-z0-9]+(?:-[a-z0-9]+)*)-(\d{2,6})\.(?:mkv|mp4)$/.exec(file);
  return match?.[1] && match[2] ? { base: match[1], part: Number(match[2]) } : null;
}
