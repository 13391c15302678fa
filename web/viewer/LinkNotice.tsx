import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Link } from '../realtime/index.ts';

/** Milliseconds that a link may be away before anyone needs to know. */
const PATIENCE = 2_500;

/** Says calmly that the page is reconnecting; the picture has its own way and goes on. */
export function LinkNotice({ link }: { link: Link }) {
  const { t } = useTranslation();
  const [late, setLate] = useState(false);
  const away = link === 'reconnecting';
  useEffect(() => {
    if (!away) return;
    const timer = setTimeout(() => setLate(true), PATIENCE);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [away]);
  return (
    <span role="status" className="order-2 shrink-0 lg:order-none">
      {away && late ? (
        <span className="flex animate-enter items-center gap-2 rounded-full bg-warn-soft px-3 py-0.5 font-medium text-s text-warn-text">
          <span aria-hidden="true" className="size-2 animate-pulse-live rounded-full bg-warn" />
          {t('reconnecting')}
        </span>
      ) : null}
    </span>
  );
}
