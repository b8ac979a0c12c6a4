/** A label of the Traffic Light Protocol 2.0, in its own colours; never translated. */

export function TlpBadge({ tlp }: { readonly tlp: string }) {
  const colour = tlp.replace("TLP:", "").split("+")[0]?.toLowerCase() ?? "clear";
  return (
    <span class={`tlp tlp--${colour}`} translate={false} lang="en">
      {tlp}
    </span>
  );
}
