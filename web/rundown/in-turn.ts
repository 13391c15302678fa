/**
 * Lets each begin when the one before has ended, however it did. Hands on a keyboard are faster than a far server: what they press
 * next is meant of the rundown as their own edit before has made it.
 */
export function inTurn(): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work, work);
    last = mine;
    return mine;
  };
}
