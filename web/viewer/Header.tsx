import type { PublicBroadcast } from '@antenne/server/contract';
import { Ellipsis, Keyboard, Share2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink } from 'react-router';
import type { Link } from '../realtime/index.ts';
import { Button, elapsedText, IconButton, LanguageSwitch, Logo, StatePill, ThemeSwitch } from '../ui/index.ts';
import { LinkNotice } from './LinkNotice.tsx';
import { PlayerKeys } from './PlayerKeys.tsx';

/** The channel, the show, whether it is on now. */
export function Header({
  broadcast,
  now,
  link,
  onShare,
}: {
  broadcast: PublicBroadcast;
  now: number;
  link: Link;
  onShare: () => void;
}) {
  const { t } = useTranslation(['viewer', 'common']);
  const [keys, setKeys] = useState(false);
  const elapsed = broadcast.startedAt ? now - Date.parse(broadcast.startedAt) : 0;
  return (
    <header className="mx-auto flex max-w-page items-center gap-3 px-3 py-1.5 lg:gap-5 lg:px-8 lg:py-3.5">
      <RouterLink to="/" className="hidden rounded-s py-2 text-ink lg:flex" title={t('common:home')}>
        <Logo />
      </RouterLink>
      <span aria-hidden="true" className="hidden h-6 w-px bg-line lg:block" />
      <h1 className="order-2 min-w-0 flex-1 truncate font-semibold text-m lg:order-none lg:flex-initial lg:text-l">
        {broadcast.title}
      </h1>
      {broadcast.state === 'live' ? (
        <p className="order-1 flex shrink-0 items-center gap-2.5 lg:order-none">
          <StatePill state="onair" pulse data-testid="live-badge">
            {t('common:live')}
          </StatePill>
          {elapsed >= 60_000 ? (
            <span className="hidden text-ink-2 text-s tabular-nums sm:inline">{elapsedText(elapsed)}</span>
          ) : null}
        </p>
      ) : null}
      <div className="hidden flex-1 lg:block" />
      <LinkNotice link={link} />
      <div className="hidden items-center gap-1 lg:flex">
        <LanguageSwitch />
        <ThemeSwitch />
        <IconButton label={t('keys.title')} icon={<Keyboard aria-hidden />} onClick={() => setKeys(true)} />
      </div>
      <PlayerKeys open={keys} onOpenChange={setKeys} />
      <IconButton
        label={t('menu')}
        icon={<Ellipsis aria-hidden />}
        popoverTarget="viewer-menu"
        className="order-3 -mr-2 lg:hidden"
      />
      <div
        id="viewer-menu"
        popover="auto"
        className="inset-auto top-14 right-3 m-0 w-68 rounded-l border border-line bg-surface p-3 text-ink shadow-high"
      >
        <div className="flex items-center justify-between">
          <LanguageSwitch />
          <ThemeSwitch />
        </div>
        <div className="mt-2 flex flex-col gap-1 border-line border-t pt-2">
          <Button
            variant="quiet"
            icon={<Share2 aria-hidden className="size-5" />}
            className="justify-start"
            popoverTarget="viewer-menu"
            popoverTargetAction="hide"
            onClick={onShare}
          >
            {t('share.action')}
          </Button>
          <Button
            variant="quiet"
            icon={<Keyboard aria-hidden className="size-5" />}
            className="justify-start"
            popoverTarget="viewer-menu"
            popoverTargetAction="hide"
            onClick={() => setKeys(true)}
          >
            {t('keys.title')}
          </Button>
          <Button asChild variant="quiet" className="justify-start">
            <RouterLink to="/">
              <Logo word={false} className="text-m" />
              {t('common:home')}
            </RouterLink>
          </Button>
        </div>
      </div>
    </header>
  );
}
