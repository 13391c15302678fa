import { type ErrorCode, Locale } from '@antenne/server/contract';
import { describe, expect, it } from 'vitest';
import { ClosedPage } from './ClosedPage.tsx';
import { rendererIn, textOfMarkup } from './testing.tsx';

const PLACES = ['captions', 'moderator', 'presenter', 'rundown', 'stage', 'studio'] as const;

const refused = (code: ErrorCode) => ({ code, message: 'as the server says it' });

describe.each(Locale.options)('in %s', (language) => {
  it.each(PLACES)('says on the page of the %s why it is closed and where to go, whatever the reason', async (place) => {
    const render = await rendererIn(language, [place, 'ui']);
    const said = (['notSignedIn', 'forbidden', 'notFound', 'closed', 'unavailable'] as const).map((code) => {
      const html = render(<ClosedPage of={place} refusal={refused(code)} wasIn={false} />);
      expect(html).toMatch(/<h1[^>]*>[^<]+<\/h1><p[^>]*>[^<]+<\/p>/);
      expect(html).toContain('href="/"');
      return textOfMarkup(html);
    });
    expect(new Set(said).size).toBe(said.length);
    // A text that is missing shows its key.
    expect(said.join(' ')).not.toMatch(/gate\.|closed\./);
  });
});

it('tells those who were in that their access was withdrawn, and keeps the rest for those who never were', async () => {
  const render = await rendererIn('en', ['moderator', 'ui']);
  const reason = (code: ErrorCode | null, wasIn: boolean) =>
    /data-reason="(\w+)"/.exec(
      render(<ClosedPage of="moderator" refusal={code && refused(code)} wasIn={wasIn} />),
    )?.[1];
  expect(reason('forbidden', true)).toBe('revoked');
  expect(reason('notSignedIn', true)).toBe('revoked');
  expect(reason('forbidden', false)).toBe('forbidden');
  expect(reason('notSignedIn', false)).toBe('notSignedIn');
  expect(reason('notFound', true)).toBe('notFound');
  expect(reason(null, false)).toBe('unavailable');
});

it('offers more ways on beside the one to the broadcasts', async () => {
  const render = await rendererIn('en', ['studio', 'ui']);
  const html = render(
    <ClosedPage of="studio" refusal={null} wasIn={false}>
      <a href="/elsewhere">Elsewhere</a>
    </ClosedPage>,
  );
  expect(textOfMarkup(html)).toMatch(/See the broadcasts Elsewhere$/);
});
