import { type ComponentType, useEffect, useState } from 'react';

/** `ahead`: fetches it before it is shown; what fails is fetched again then. */
type OnDemand<Props> = ComponentType<Props> & { ahead(): void };

/**
 * A component that is fetched when it is first shown, and nothing until then. React's own way holds back whatever comes
 * within 0.3 s after a fallback was shown (https://github.com/react/react/issues/31819): a viewer would wait for that.
 * Must be called once, outside of components. What cannot be fetched is thrown to the nearest error boundary.
 */
export function onDemand<Props extends object>(load: () => Promise<ComponentType<Props>>): OnDemand<Props> {
  let fetched: ComponentType<Props> | null = null;
  // biome-ignore lint/correctness/noComponentHookFactories: one a call, and every call is at the top of a module.
  function Fetched(props: Props) {
    const [Part, setPart] = useState(() => fetched);
    const [failure, setFailure] = useState<{ reason: unknown } | null>(null);
    useEffect(() => {
      if (Part) return;
      let gone = false;
      load().then(
        (part) => {
          fetched = part;
          if (!gone) setPart(() => part);
        },
        (reason: unknown) => {
          if (!gone) setFailure({ reason });
        },
      );
      return () => {
        gone = true;
      };
    }, [Part]);
    if (failure) throw failure.reason;
    return Part ? <Part {...props} /> : null;
  }
  const ahead = (): void => {
    load().then(
      (part) => {
        fetched = part;
      },
      () => {},
    );
  };
  return Object.assign(Fetched, { ahead });
}
