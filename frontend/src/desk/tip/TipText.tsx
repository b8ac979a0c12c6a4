/** The text with its proposed marks: each carries its label as text, for eyes and screen readers alike. */
import { spanWords, wordFor } from "../../app/i18n/labels";
import { tipWords } from "../../app/i18n/tip";
import type { Span } from "../contents";
import { paragraphs, type Piece } from "../marks";

function Mark({ piece }: { readonly piece: Extract<Piece, { type: "mark" }> }) {
  const words = tipWords();
  const label = wordFor(spanWords(), piece.span.label);
  const numbered = piece.number > 0 ? `${label} ${String(piece.number)}` : label;
  return (
    <mark class={piece.asks ? "span span--ask" : "span"} title={piece.span.why}>
      {piece.text}
      <span class="as" aria-hidden="true">
        {numbered}
      </span>
      <span class="vh">
        {words.marked(numbered)}
        {piece.asks ? words.asks : ""}
      </span>
    </mark>
  );
}

export interface TipTextProps {
  readonly text: string;
  readonly spans: readonly Span[];
  readonly lang: string;
}

export function TipText({ text, spans, lang }: TipTextProps) {
  return (
    <div class="read" {...(lang === "" || lang === "und" ? {} : { lang })} dir="auto">
      {paragraphs(text, spans).map((pieces, at) => (
        <p key={at}>
          {pieces.map((piece, index) =>
            piece.type === "text" ? piece.text : <Mark key={index} piece={piece} />,
          )}
        </p>
      ))}
    </div>
  );
}
