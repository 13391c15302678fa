/** What a viewer is told in passing. Pure: two states in, the keys of texts out. */
import type { OwnQuestion, PublicBroadcast } from '@antenne/server/contract';

/** A text of the namespace `asking`, with what it speaks of. */
export type Notice =
  | { key: 'approved' | 'onAir' | 'answered' | 'writtenAnswer' | 'merged'; text: string }
  | { key: 'rejected'; text: string; reason: NonNullable<OwnQuestion['rejection']>['reason'] }
  | { key: 'themeOpened' | 'themeVotesOnly' | 'themeClosed'; themeId: string };

/** What has become of one's own questions. Nothing of those that were not known before: they are being read or sent just now. */
export function ownNotices(
  before: Readonly<Record<string, OwnQuestion>>,
  after: Readonly<Record<string, OwnQuestion>>,
): Notice[] {
  return Object.values(after).flatMap((question): Notice[] => {
    const known = before[question.id];
    if (!known) return [];
    const { state, text, rejection, writtenAnswer, mergedInto } = question;
    const notices: Notice[] = [];
    const isMerged = mergedInto !== null && mergedInto.id !== known.mergedInto?.id;
    if (isMerged) notices.push({ key: 'merged', text: mergedInto.text ?? text });
    if (known.state !== state) {
      if (state === 'rejected' && rejection) notices.push({ key: 'rejected', text, reason: rejection.reason });
      else if (state === 'onAir' || state === 'answered') notices.push({ key: state, text });
      // Back from a later state it is no news that it is public.
      else if (state === 'approved' && known.state === 'pending' && !isMerged) notices.push({ key: 'approved', text });
    }
    if (writtenAnswer !== null && known.writtenAnswer === null) notices.push({ key: 'writtenAnswer', text });
    return notices;
  });
}

const WINDOW_NOTICES = {
  preOpen: 'themeOpened',
  open: 'themeOpened',
  voteOnly: 'themeVotesOnly',
  closed: 'themeClosed',
  hidden: null,
} as const;

/** What has become of the theme that one follows. */
export function themeNotices(
  before: Pick<PublicBroadcast, 'themes'>,
  after: Pick<PublicBroadcast, 'themes'>,
  themeId: string,
): Notice[] {
  const window = (of: Pick<PublicBroadcast, 'themes'>) => of.themes.find(({ id }) => id === themeId)?.window;
  const [was, is] = [window(before), window(after)];
  if (was === undefined || is === undefined || was === is) return [];
  const key = WINDOW_NOTICES[is];
  return key === null || key === WINDOW_NOTICES[was] ? [] : [{ key, themeId }];
}
