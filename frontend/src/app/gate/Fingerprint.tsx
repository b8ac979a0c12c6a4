/** A fingerprint as six words, in the page's language. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { fingerprintWords } from "../../sealing/keys";
import { wordList } from "../../vault/wordlists";
import { language } from "../i18n/language";

export interface FingerprintProps {
  /** Signing key ‖ seal key, or a root's 32 bytes. */
  readonly material: Uint8Array;
  readonly label: string;
}

export function Fingerprint({ material, label }: FingerprintProps) {
  const words = useSignal<readonly string[]>([]);
  const spoken = language.value;
  useEffect(() => {
    void wordList(spoken).then((list) => {
      words.value = fingerprintWords(material, list);
    });
  }, [material, spoken]);
  return (
    <ol class="words" lang={spoken} aria-label={label} translate={false}>
      {words.value.map((word) => (
        <li key={word}>{word}</li>
      ))}
    </ol>
  );
}
