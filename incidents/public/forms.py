"""What submitters' forms hold."""

from __future__ import annotations

from django import forms

from incidents.choices import KindOfTip, When
from incidents.desk_texts import zone_choices
from incidents.services.intake import TipFields


def plain_text(text: str) -> str:
    """Typed text with one sort of line end, without control characters, spaces at both ends cut off."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in unified if c in "\n\t" or (c >= " " and c != "\x7f")).strip()


class ReportForm(forms.Form):
    """A report without scripts. Only the text is needed; the view looks at the text before anything else."""

    text = forms.CharField(required=True, strip=False)
    kind = forms.ChoiceField(required=False, choices=[("", ""), *KindOfTip.choices])
    zone = forms.ChoiceField(required=False, choices=[("", ""), *zone_choices()])
    when = forms.ChoiceField(required=False, choices=[("", ""), *When.choices])
    danger = forms.ChoiceField(required=False, choices=[("", ""), ("yes", ""), ("no", "")])

    def fields_of_tip(self) -> TipFields:
        """The cleaned values."""
        data = self.cleaned_data
        return TipFields(
            text=plain_text(data["text"]),
            kind=data["kind"],
            zone=data["zone"],
            when=data["when"],
            danger=data["danger"] == "yes",
        )
