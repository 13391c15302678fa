/** What RFC 8216bis (draft 16) asks of date ranges, judged from a recorded show; each broken rule as one sentence. */
import { listed, type RecordedShow, type Rendition } from './recorded-show.ts';

/** Every item is listed from its beginning until nothing listed overlaps it, and always in the same words (4.4.5.1). */
export function brokenRanges({ looks, items }: RecordedShow, rendition: Rendition): string[] {
  const first = new Map<string, string>();
  return looks.flatMap((look) => {
    const { dateRanges, segments } = listed(look, rendition);
    const begin = segments[0]?.programDateTime ?? 0;
    const due = items.filter((_, index) => index < look.begun && (items[index + 1]?.at ?? Infinity) > begin);
    const wrong = [...dateRanges].flatMap(([id, range]) => {
      const text = JSON.stringify([...range]);
      const before = first.get(id) ?? text;
      first.set(id, before);
      const item = items.find((one) => one.id === id);
      const isWhole =
        range.get('CLASS') !== undefined &&
        range.get('END-ON-NEXT') === 'YES' &&
        !range.has('DURATION') &&
        !range.has('END-DATE') &&
        range.get('START-DATE') === new Date(item?.at ?? 0).toISOString() &&
        range.get('X-TITLE') === item?.title.replaceAll('"', '”') &&
        range.get('X-TITLE-EN') === item?.translations.en;
      return [...(before === text ? [] : [`${before} became ${text}`]), ...(isWhole ? [] : [text])];
    });
    const [given, right] = [[...dateRanges.keys()].join(), due.map(({ id }) => id).join()];
    return given === right ? wrong : [...wrong, `${look.chapter}: ${given} instead of ${right}`];
  });
}

/** What a player knows after merging an update that skips date ranges into an earlier playlist (6.2.5.1). */
export function brokenUpdates({ looks }: RecordedShow, rendition: Rendition): { wrong: string[]; skipping: number } {
  const ids = (ranges: ReadonlyMap<string, unknown>) => [...ranges.keys()].sort().join();
  let skipping = 0;
  const wrong = looks.flatMap((look, index) => {
    const [full, delta, shortest] = [listed(look, rendition), look.deltas.get(rendition), look.shortest.get(rendition)];
    if (!delta || !shortest) throw new Error('no delta');
    const isWhole = ids(delta.dateRanges) === ids(full.dateRanges) && delta.removedRanges === null;
    if (!isWhole) return [`${look.chapter}: an update of segments skips date ranges`];
    if ((shortest.removedRanges !== null) !== shortest.skipped > 0)
      return [`${look.chapter}: no word about removed ones`];
    skipping += Number(shortest.dateRanges.size < full.dateRanges.size);
    return [1, 7].flatMap((back) => {
      const earlier = looks[index - back];
      if (!earlier || shortest.skipped === 0) return [];
      const merged = new Map([...listed(earlier, rendition).dateRanges, ...shortest.dateRanges]);
      for (const id of shortest.removedRanges ?? []) merged.delete(id);
      return ids(merged) === ids(full.dateRanges)
        ? []
        : [`${look.chapter}: ${ids(merged)}, not ${ids(full.dateRanges)}`];
    });
  });
  return { wrong, skipping };
}
