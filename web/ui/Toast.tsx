import { X } from 'lucide-react';
import { Toast as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { createStore, useStore } from 'zustand';
import { Button, IconButton } from './Button.tsx';

export type ToastMessage = {
  /** What happened. */
  text: ReactNode;
  /** `warn`: it did not work. */
  tone?: 'neutral' | 'warn';
  /** Offers to take it back for as long as the toast stays. */
  onUndo?: () => void;
  /** Milliseconds on screen. Default: 10 s with undo, 5 s without. Pointing at it stops the clock. */
  durationMs?: number;
};

const toasts = createStore<readonly (ToastMessage & { id: number })[]>(() => []);
let lastId = 0;

/** Says something in passing, from anywhere. Returns what takes it away early. */
export function toast(message: ToastMessage): () => void {
  lastId += 1;
  const id = lastId;
  // Three at most: older ones have been read or do not matter any more.
  toasts.setState((list) => [...list.slice(-2), { ...message, id }], true);
  return () => toasts.setState((list) => list.filter((item) => item.id !== id), true);
}

/** Where toasts appear: once per page. F8 moves the focus there. */
export function Toaster() {
  const { t } = useTranslation('ui');
  const list = useStore(toasts);
  const remove = (id: number) => toasts.setState((all) => all.filter((item) => item.id !== id), true);
  return (
    <Radix.Provider label={t('notification')} swipeDirection="down">
      {list.map((item) => (
        <Radix.Root
          key={item.id}
          duration={item.durationMs ?? (item.onUndo ? 10_000 : 5_000)}
          onOpenChange={(open) => {
            if (!open) remove(item.id);
          }}
          className="flex animate-enter items-center gap-3 rounded-m bg-ink py-2 pr-2 pl-4 text-canvas shadow-high"
        >
          {item.tone === 'warn' ? (
            <svg aria-hidden="true" viewBox="0 0 10 10" className="size-3 shrink-0 fill-warn">
              <path d="M5 .8 9.6 9.2H.4z" />
            </svg>
          ) : null}
          <Radix.Description className="flex-1">{item.text}</Radix.Description>
          {item.onUndo ? (
            <Radix.Action asChild altText={t('undo')} onClick={item.onUndo}>
              <Button
                variant="quiet"
                size="s"
                className="text-canvas! underline underline-offset-4 hover:bg-canvas! hover:text-ink!"
              >
                {t('undo')}
              </Button>
            </Radix.Action>
          ) : null}
          <Radix.Close asChild>
            <IconButton
              label={t('close')}
              icon={<X aria-hidden />}
              size="s"
              className="text-canvas! hover:bg-canvas! hover:text-ink!"
            />
          </Radix.Close>
        </Radix.Root>
      ))}
      <Radix.Viewport
        label={t('notificationArea')}
        className="fixed inset-x-3 bottom-[max(1rem,env(safe-area-inset-bottom))] z-60 mx-auto flex max-w-md flex-col gap-2 outline-none"
      />
    </Radix.Provider>
  );
}
