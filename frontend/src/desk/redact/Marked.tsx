/** A text with its marks: each is a button that opens what is known of it. */
import type { ComponentChildren } from "preact";
import { redactWords } from "../../app/i18n/redact";
import type { Field } from "./fields";
import { groupName, labelWord } from "./words";
import type { Group, Work } from "./work";

interface MarkProps {
  readonly text: string;
  readonly group: Group;
  readonly work: Work;
  readonly open: (group: Group) => void;
}

function Mark({ text, group, work, open }: MarkProps) {
  const words = redactWords();
  const asks = group.state === "ask";
  const name = asks ? `¿${labelWord(group.label)}?` : groupName(group, work);
  return (
    <mark
      class={asks ? "span span--ask" : "span"}
      data-done={asks ? undefined : ""}
      role="button"
      tabIndex={0}
      onClick={() => { open(group); }}
      onKeyDown={(event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        open(group);
      }}
    >
      {text}
      <span class="as" aria-hidden="true">
        {name}
      </span>
      <span class="vh">{asks ? words.asks(labelWord(group.label)) : words.marked(name)}</span>
    </mark>
  );
}

export interface MarkedProps {
  readonly field: Field;
  readonly work: Work;
  readonly open: (group: Group) => void;
}

/** The whole text with line ends as they are; paragraphs are told apart by them. */
export function Marked({ field, work, open }: MarkedProps) {
  const points = Array.from(field.text);
  const out: ComponentChildren[] = [];
  let at = 0;
  field.places.forEach((place, index) => {
    if (place.start > at) out.push(points.slice(at, place.start).join(""));
    const text = points.slice(place.start, place.end).join("");
    out.push(<Mark key={index} text={text} group={place.group} work={work} open={open} />);
    at = place.end;
  });
  if (at < points.length) out.push(points.slice(at).join(""));
  return <>{out}</>;
}
