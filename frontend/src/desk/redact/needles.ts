/** What is looked for: for each redacted value, the forms of it that must not be readable. Twin of `incidents/pdf/needles.py`. */
import { folded } from "./folding";

export interface Needle {
  /** Folded letters and digits; "" where the value has none. */
  readonly letters: string;
  readonly wholeWords: boolean;
  /** For values without a letter or digit. */
  readonly literal: string;
}

const SUBSTRING_FROM = 6;
const DIGITS_ANYWHERE_FROM = 7;
const PART_FROM = 4;
const PART_ANYWHERE_FROM = 8;

/** A name is often a common word and a rare one: the common one alone says nothing. */
const COMMON = new Set(
  `comunidad comunidade community communaute nativa nativo native indigena indigenous indigene campesina puerto porto
  port nueva nuevo nova novo nouveau nouvelle santa santo saint sainte villa vila ville village pueblo quebrada
  cerro lago laguna isla ilha island alto alta bajo baja baixo baixa alta haut haute bas basse upper lower
  grande gran pequeno pequena chico chica norte north nord sur south este leste east oeste west central
  centro center centre casa house maison calle rua street avenida avenue carretera estrada road route kilometro
  rio river riviere boca barrio bairro colonia fundo fazenda finca hacienda chacra parque reserva
  senor senora senhor senhora madame monsieur mister padre madre father mother hermano hermana irmao irma brother
  sister hijo hija filho filha tio tia doctor doctora doutor profesor profesora professor professora presidente
  presidenta president jefe jefa chefe chief cacique apu lider leader dirigente director directora secretario
  secretaria tesorero alcalde alcaldesa prefeito prefeita teniente capitan comandante policia guardia guarda
  promotor promotora enfermera enfermero enfermeira maestra maestro partera esposa esposo marido mujer hombre
  mulher homem woman wife husband enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre
  diciembre janeiro fevereiro marco maio junho julho setembro outubro novembro dezembro january february march
  april june july august september october november december janvier fevrier mars avril juin juillet aout
  septembre octobre novembre decembre lunes martes miercoles jueves viernes sabado domingo segunda terca quarta
  quinta sexta monday tuesday wednesday thursday friday saturday sunday lundi mardi mercredi jeudi vendredi samedi
  dimanche hora horas hour hours manana tarde noche manha noite morning evening night matin soir nuit
  para desde hasta cerca sobre entre junto donde cuando como pour dans avec sans with from near this that
  ayer hoje ontem yesterday ambos todos todas unica unico uma unos unas`.split(/\s+/u),
);
const JOINING = new Set("de del la las el los y e do da dos das du des le les et of the and en em in a al au con".split(" "));

const NUMERIC = /^\p{Nd}+$/u;

function parts(value: string, whole: string): string[] {
  const words = value.normalize("NFC").match(/\p{L}+/gu) ?? [];
  // One name beside a number is a part, too: here the page is stricter than the gate.
  if (words.length === 0 || (words.length === 1 && folded(words.join("")).letters === whole)) return [];
  const plain = words.map((word) => folded(word).letters);
  const sloppy = words.length > 1 && value === value.toLowerCase() && !plain.some((word) => JOINING.has(word)) && words.length <= 4;
  return plain.filter((letters, at) => {
    const first = words[at]?.charAt(0) ?? "";
    return letters.length >= PART_FROM && !COMMON.has(letters) && (sloppy || /\p{Lu}/u.test(first));
  });
}

function digits(value: string, letters: string): string[] {
  const joined = letters.replace(/\P{Nd}/gu, "");
  const made = joined.length >= 6 ? [joined] : [];
  if (/^\s*(?:\+|00)/u.test(value)) {
    const bare = joined.replace(/^00/u, "");
    for (const cut of [1, 2, 3]) if (bare.length - cut >= DIGITS_ANYWHERE_FROM) made.push(bare.slice(cut));
  }
  const groups = letters.match(/\p{Nd}{5,}/gu) ?? [];
  return [...made, ...groups.filter((group) => group !== joined)];
}

/** Every form of one value; none of a blank one. */
export function needlesOf(value: string): Needle[] {
  const { letters } = folded(value);
  if (letters === "") return value.trim() === "" ? [] : [{ letters: "", wholeWords: false, literal: value.trim() }];
  const numeric = NUMERIC.test(letters);
  const made: Needle[] = [];
  const add = (form: string, anywhereFrom: number): void => {
    const wholeWords = form.length < anywhereFrom;
    if (made.some((one) => one.letters === form && one.wholeWords === wholeWords)) return;
    made.push({ letters: form, wholeWords, literal: "" });
  };
  add(letters, numeric ? DIGITS_ANYWHERE_FROM : SUBSTRING_FROM);
  for (const part of parts(value, letters)) add(part, PART_ANYWHERE_FROM);
  for (const form of digits(value, letters)) add(form, DIGITS_ANYWHERE_FROM);
  if (letters.length >= (numeric ? DIGITS_ANYWHERE_FROM : 5)) add(Array.from(letters).reverse().join(""), SUBSTRING_FROM);
  return made;
}
