/** A key, said beside the words of its button. Not on a screen without keyboard. */
export function Shortcut({ children }: { children: string }) {
  return (
    <kbd className="rounded-s border border-current/40 px-1.5 font-medium font-sans text-[0.6875rem] leading-4.5 pointer-coarse:hidden">
      {children}
    </kbd>
  );
}
