import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from './Button.tsx';

/** A question or a form before everything else. Esc and the ground behind close it; focus returns to where it was. */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  children,
  actions,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: ReactNode;
  children?: ReactNode;
  /** Buttons, the main one last. */
  actions?: ReactNode;
}) {
  const { t } = useTranslation('ui');
  const opener = useRef<Element | null>(null);
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-enter bg-black/55" />
        <Radix.Content
          data-modal
          onOpenAutoFocus={(event) => {
            // The first field, else the dialog itself: on the closing button a tooltip would open and take the first Esc.
            const content = event.currentTarget;
            if (!(content instanceof HTMLElement)) return;
            event.preventDefault();
            opener.current = document.activeElement;
            (content.querySelector<HTMLElement>('input, textarea, select') ?? content).focus();
          }}
          onCloseAutoFocus={(event) => {
            // Radix knows its own trigger only, and these are opened by whoever likes.
            event.preventDefault();
            if (opener.current instanceof HTMLElement) opener.current.focus();
          }}
          {...(description ? {} : { 'aria-describedby': undefined })}
          className="fixed inset-x-3 bottom-3 z-50 mx-auto max-h-[calc(100dvh-1.5rem)] max-w-lg animate-enter overflow-y-auto rounded-l border border-line bg-surface p-5 text-ink shadow-high outline-none sm:top-1/2 sm:bottom-auto sm:-translate-y-1/2 sm:p-6"
        >
          <div className="flex items-start justify-between gap-4">
            <Radix.Title className="text-l">{title}</Radix.Title>
            <Radix.Close asChild>
              <IconButton label={t('close')} icon={<X aria-hidden />} className="-mt-2 -mr-2" />
            </Radix.Close>
          </div>
          {description ? <Radix.Description className="mt-1 text-ink-2">{description}</Radix.Description> : null}
          {children ? <div className="mt-4">{children}</div> : null}
          {actions ? <div className="mt-6 flex flex-wrap justify-end gap-3">{actions}</div> : null}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
