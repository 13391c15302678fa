/** The design system: stateless, accessible components on Radix, and the tokens that dress them (tokens.css). */
export { Badge, StatePill } from './Badge.tsx';
export { Button, type ButtonVariant, buttonClass, IconButton } from './Button.tsx';
export { Card } from './Card.tsx';
export { Clock, Countdown, LocalTime } from './Clock.tsx';
export { ClosedPage } from './ClosedPage.tsx';

export { cx } from './classes.ts';
export { Dialog } from './Dialog.tsx';
export { EmptyState } from './EmptyState.tsx';
export { Select, TextField } from './Field.tsx';
export { Here } from './Here.tsx';
export { HoldButton } from './HoldButton.tsx';
export { Key } from './Key.tsx';
export { KeysDialog } from './KeysDialog.tsx';
export { usePageKeys } from './keyboard.ts';
export { LinkTable } from './LinkTable.tsx';
export { Logo } from './Logo.tsx';
export { languageName, quoted, spaced, useLocale } from './locale.ts';
export { Meter, type MeterSource } from './Meter.tsx';
export { useMediaQuery } from './media-query.ts';
export { Poster } from './Poster.tsx';
export { LanguageSwitch, ThemeSwitch } from './Preferences.tsx';
export { OverUnder, RunClock } from './RunClock.tsx';
export { closedBecause } from './refusal.ts';
export { Skeleton } from './Skeleton.tsx';
export { StageLinkBox } from './StageLinkBox.tsx';
export { useStayAwake } from './stay-awake.ts';

export { useHeld, useSteadyOrder } from './steady.ts';
export { Tabs } from './Tabs.tsx';
export { Textarea } from './Textarea.tsx';
export { Toaster, type ToastMessage, toast } from './Toast.tsx';
export { Tooltip } from './Tooltip.tsx';
export { codePoints, normalised, shortTitle, sizeText } from './text.ts';
export { type Theme, useAccent, useDarkPage, usePageTheme } from './theme.ts';
export { clockText, dayIn, dayKey, daysApart, elapsedText, timeIn } from './time.ts';
export { uuid } from './uuid.ts';
export { WarnMark } from './WarnMark.tsx';
