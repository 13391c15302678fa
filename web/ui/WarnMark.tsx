/** The triangle that goes with amber, so that colour never stands alone. Takes the colour of the text around it. */
export function WarnMark() {
  return (
    <svg aria-hidden="true" viewBox="0 0 10 10" className="size-2.5 shrink-0 fill-current">
      <path d="M5 .8 9.6 9.2H.4z" />
    </svg>
  );
}
