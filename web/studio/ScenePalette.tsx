import type { BusState, StudioContributor } from '@antenne/server/contract';
import { ArrowLeftRight, UserRoundPlus, ZoomIn, ZoomOut } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cx, IconButton } from '../ui/index.ts';
import { inLayout, LAYOUTS, type Layout, layoutOf, type Pip, swapped } from './scene.ts';

const KEY: Record<Layout, string> = { full: 'F', twoUp: 'D', pip: 'I', grid: 'G', questionPanel: 'Q', everybody: 'E' };

/** What the people on preview can stand in, and how. What cannot be done now says why when it is pressed. */
export function ScenePalette({
  bus,
  contributors,
  adding,
  onAdding,
  onLayout,
  onSwap,
  onResize,
}: {
  bus: BusState;
  contributors: readonly StudioContributor[];
  /** Tiles add and take out, without Shift: for hands without a keyboard. */
  adding: boolean;
  onAdding: (adding: boolean) => void;
  onLayout: (layout: Layout) => void;
  onSwap: () => void;
  onResize: () => void;
}) {
  const { t } = useTranslation('studio');
  const { preview } = bus;
  const pip = preview?.type === 'pip' ? preview : null;
  const canSwap = swapped(preview) !== null;
  const nameOf = (layout: Layout) =>
    layout === 'pip' && pip
      ? t('scene.pipAt', { corner: t(`scene.corner.${pip.corner}`) })
      : t(`scene.layout.${layout}`);
  return (
    <fieldset className="flex min-w-0 max-w-full shrink-0 flex-wrap items-center gap-1 2xl:gap-1.5">
      <legend className="sr-only">{t('scene.title')}</legend>
      {LAYOUTS.map((layout) => {
        const possible = inLayout(layout, bus, contributors) !== null;
        return (
          <PaletteButton
            key={layout}
            testId={`layout-${layout}`}
            label={
              possible
                ? nameOf(layout)
                : t('scene.cannot', { what: nameOf(layout), reason: t(`scene.needs.${layout}`) })
            }
            keyHint={KEY[layout]}
            pressed={layoutOf(preview) === layout}
            possible={possible}
            onPress={() => onLayout(layout)}
            icon={<LayoutIcon layout={layout} corner={pip?.corner ?? 'topRight'} />}
          />
        );
      })}
      <span aria-hidden="true" className="mx-0.5 h-6 w-px bg-line" />
      <PaletteButton
        testId="swap-button"
        label={canSwap ? t('scene.swap') : t('scene.cannot', { what: t('scene.swap'), reason: t('scene.needs.swap') })}
        keyHint="X"
        possible={canSwap}
        onPress={onSwap}
        icon={<ArrowLeftRight aria-hidden />}
      />
      <PaletteButton
        testId="size-button"
        label={
          pip
            ? t(pip.size === 'small' ? 'scene.larger' : 'scene.smaller')
            : t('scene.cannot', { what: t('scene.larger'), reason: t('scene.needs.size') })
        }
        keyHint={`${t('keys.shift')} I`}
        shortcut="Shift+I"
        possible={pip !== null}
        onPress={onResize}
        icon={pip?.size === 'large' ? <ZoomOut aria-hidden /> : <ZoomIn aria-hidden />}
      />
      <PaletteButton
        testId="adding-button"
        label={t('scene.adding')}
        keyHint={t('keys.shift')}
        shortcut="Shift"
        pressed={adding}
        possible
        onPress={() => onAdding(!adding)}
        icon={<UserRoundPlus aria-hidden />}
        className="pointer-fine:max-2xl:hidden"
      />
    </fieldset>
  );
}

function PaletteButton({
  testId,
  label,
  keyHint,
  shortcut = keyHint,
  pressed,
  possible,
  onPress,
  icon,
  className,
}: {
  testId: string;
  label: string;
  keyHint: string;
  /** The key as machines call it, where its name is translated. */
  shortcut?: string;
  pressed?: boolean;
  possible: boolean;
  /** Also while it is not possible: then the page says why. */
  onPress: () => void;
  icon: ReactNode;
  className?: string;
}) {
  return (
    <IconButton
      size="s"
      variant="secondary"
      label={label}
      keyHint={keyHint}
      {...(pressed !== undefined && { pressed })}
      aria-keyshortcuts={shortcut}
      aria-disabled={!possible}
      data-testid={testId}
      onClick={onPress}
      icon={icon}
      className={cx(
        'aria-disabled:cursor-not-allowed aria-disabled:opacity-45',
        pressed && 'border-accent! bg-accent! text-accent-ink!',
        className,
      )}
    />
  );
}

const CORNER: Record<Pip['corner'], { x: number; y: number }> = {
  topLeft: { x: 4, y: 6 },
  topRight: { x: 12, y: 6 },
  bottomLeft: { x: 4, y: 12.5 },
  bottomRight: { x: 12, y: 12.5 },
};

/** The layout in small: filled is where people stand. */
function LayoutIcon({ layout, corner }: { layout: Layout; corner: Pip['corner'] }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 24 24" className="fill-current stroke-current">
      <rect x="1.5" y="3.5" width="21" height="17" rx="2" className="fill-none" strokeWidth="1.6" />
      <g stroke="none">
        {layout === 'full' ? <rect x="4" y="6" width="16" height="12" rx="1" /> : null}
        {layout === 'twoUp'
          ? [4, 12.5].map((x) => <rect key={x} x={x} y="8.5" width="7.5" height="7" rx="0.8" />)
          : null}
        {layout === 'pip' ? <rect {...CORNER[corner]} width="8" height="5.5" rx="0.8" /> : null}
        {layout === 'questionPanel' ? (
          <>
            <rect x="4" y="8" width="9" height="8" rx="0.8" />
            {[7, 10, 13, 16].map((y) => (
              <rect key={y} x="14.5" y={y} width={y === 16 ? 3 : 5.5} height="1.4" rx="0.7" />
            ))}
          </>
        ) : null}
        {layout === 'everybody'
          ? [5, 9.6, 14.2].flatMap((x) =>
              [7, 12.6].map((y) => <circle key={`${x} ${y}`} cx={x + 2} cy={y + 2} r="1.7" />),
            )
          : null}
        {layout === 'grid'
          ? [4, 12.5].flatMap((x) =>
              [6, 12.5].map((y) => <rect key={`${x} ${y}`} x={x} y={y} width="7.5" height="5.5" rx="0.8" />),
            )
          : null}
      </g>
    </svg>
  );
}
