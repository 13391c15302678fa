import { X } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../ui/index.ts';

/** The part of the window that the on-screen keyboard leaves, px. */
function useVisibleWindow(): { top: number; height: number } {
  const [size, setSize] = useState({ top: 0, height: window.innerHeight });
  useEffect(() => {
    const viewport = window.visualViewport;
    if (!viewport) return;
    const stop = new AbortController();
    const look = () => setSize({ top: viewport.offsetTop, height: viewport.height });
    look();
    viewport.addEventListener('resize', look, { signal: stop.signal });
    viewport.addEventListener('scroll', look, { signal: stop.signal });
    return () => stop.abort();
  }, []);
  return size;
}

/** On a phone: the form under the picture, which goes on playing above it, keyboard or not. Esc closes. */
export function AskSheet({ onClose, children }: { onClose: () => void; children: ReactNode }) {
  const { t } = useTranslation(['viewer', 'ui']);
  const { top, height } = useVisibleWindow();
  useEffect(() => {
    const close = (event: KeyboardEvent) => {
      if (event.key === 'Escape') onClose();
    };
    addEventListener('keydown', close);
    return () => removeEventListener('keydown', close);
  }, [onClose]);
  return (
    <section
      aria-label={t('form.title')}
      className="fixed inset-x-0 z-30 flex animate-enter flex-col overflow-y-auto overscroll-contain bg-canvas px-4 pb-4"
      style={{ top: `calc(${top}px + var(--picture-height))`, height: `calc(${height}px - var(--picture-height))` }}
    >
      <div className="sticky top-0 z-10 -mx-4 flex items-center justify-between bg-canvas px-4 pt-1">
        <h2 className="text-l">{t('form.title')}</h2>
        <IconButton label={t('ui:close')} icon={<X aria-hidden />} className="-mr-2" onClick={onClose} />
      </div>
      {children}
    </section>
  );
}
