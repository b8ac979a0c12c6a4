/** One organisation's PDF, opened in this browser. */
import type { ComponentChildren } from "preact";
import { useBlob } from "../../app/blobs";
import { caseFileWords } from "../../app/i18n/casefile";
import type { OpenedPdf } from "./judging";

export interface PdfCardProps {
  readonly pdf: OpenedPdf;
  readonly name: string;
  readonly children?: ComponentChildren;
}

export function PdfCard({ pdf, name, children }: PdfCardProps) {
  const words = caseFileWords();
  const address = useBlob(pdf.bytes, "application/pdf");
  return (
    <section class="card" aria-label={words.pdfFor(name)}>
      <div class="head">
        <h3>{words.pdfFor(name)}</h3>
        {address !== null && (
          <a class="btn btn--s" href={address} target="_blank" rel="noopener">
            {words.openTab}
          </a>
        )}
      </div>
      <dl class="facts">
        <dt>{words.copy}</dt>
        <dd class="mono">{pdf.out.copy_id}</dd>
        <dt>{words.hash}</dt>
        <dd class="mono hash">{pdf.sha256}</dd>
      </dl>
      {address !== null && <iframe class="pdf" src={`${address}#view=FitH&navpanes=0`} title={words.pdfFor(name)} />}
      <p class="small soft">{words.noPreview}</p>
      {children}
    </section>
  );
}
