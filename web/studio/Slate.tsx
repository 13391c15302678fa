import { cx } from '../ui/index.ts';

/** The broadcast's own card as the studio draws it; the programme's is drawn by the mixer. */
export function Slate({ title, large = false }: { title: string; large?: boolean }) {
  return (
    <div className="absolute inset-0 flex items-center justify-center border-accent border-b-4 bg-sunken p-3">
      <p className={cx('line-clamp-3 text-center font-bold leading-tight', large ? 'text-l' : 'text-s')}>{title}</p>
    </div>
  );
}
