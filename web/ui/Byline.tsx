/** Who asks, and from where. Each apart, whichever way it is written. */
export function Byline({
  of: { author, place },
  anonymous,
}: {
  of: { author: string | null; place: string | null };
  /** What stands for a name that was not given. */
  anonymous: string;
}) {
  return (
    <>
      <bdi>{author ?? anonymous}</bdi>
      {place === null ? null : (
        <>
          , <bdi data-testid="place">{place}</bdi>
        </>
      )}
    </>
  );
}
