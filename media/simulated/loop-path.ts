import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

let known: string | undefined;

/** Names the recipe: any change of how loops are drawn, played, encoded or cut into packets gives another name. */
function recipeHash(): string {
  if (known !== undefined) return known;
  const recipe = join(import.meta.dirname, 'recipe');
  const files = [
    ...readdirSync(recipe).map((name) => join(recipe, name)),
    join(import.meta.dirname, 'packetize.ts'),
    join(import.meta.dirname, 'loop-file.ts'),
  ].sort();
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(file));
  known = hash.digest('hex').slice(0, 12);
  return known;
}

/** Where the loop number `which` is kept; a loop of an older recipe has another name. */
export function loopPath(folder: string, which: number): string {
  return join(folder, `${which}-${recipeHash()}.loop`);
}
