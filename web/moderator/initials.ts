/** `Amina Lopez` → `AL`, `Inès` → `IN`. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const first = [...(words[0] ?? '')];
  const last = words.length > 1 ? [...(words.at(-1) ?? '')] : [];
  return (last.length > 0 ? `${first[0] ?? ''}${last[0] ?? ''}` : first.slice(0, 2).join('')).toUpperCase();
}
