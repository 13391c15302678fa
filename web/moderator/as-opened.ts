import { useState } from 'react';

/**
 * A thing as it was when its form opened, for as long as the form is open: what somebody wrote over it names the version that
 * they saw, so that whoever wrote meanwhile is not written over unseen.
 */
export function useAsOpened<Thing>(thing: Thing, open: boolean): Thing {
  const [opened, setOpened] = useState<{ thing: Thing } | null>(null);
  if (open && opened === null) setOpened({ thing });
  if (!open && opened !== null) setOpened(null);
  return open && opened ? opened.thing : thing;
}
