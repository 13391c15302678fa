/** A key of the keyboard, as printed on it. */
export function Key({ children }: { children: string }) {
  return (
    <kbd className="inline-flex min-w-5 items-center justify-center rounded-s border border-current/35 px-1 font-sans text-[0.6875rem] leading-4.5 opacity-85">
      {children}
    </kbd>
  );
}
