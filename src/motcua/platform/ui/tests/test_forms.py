from datetime import date

from django import forms
from django.template import Context, Template

from motcua.platform.ui.errors import FieldError, form_errors
from motcua.platform.ui.forms import DateField


class Form(forms.Form):
    name = forms.CharField(label="Tên", help_text="Như trên giấy tờ")
    kind = forms.ChoiceField(label="Loại", choices=[("a", "A")], widget=forms.RadioSelect)
    note = forms.CharField(label="Ghi chú", required=False, widget=forms.Textarea)
    born_on = DateField(label="Ngày sinh", required=False)


def html(form: forms.Form) -> str:
    return Template("{{ form }}").render(Context({"form": form}))


def test_every_error_links_to_its_field() -> None:
    page = html(Form({}))
    assert 'href="#id_name"' in page
    assert 'href="#id_kind_0"' in page
    assert 'id="id_kind_0"' in page


def test_an_untouched_form_shows_no_error_summary() -> None:
    assert "data-error-summary" not in html(Form())


def test_the_summary_says_which_field_is_meant() -> None:
    assert [error.message.split(":")[0] for error in form_errors(Form({}))] == ["Tên", "Loại"]


def test_a_wrong_field_is_tied_to_its_message_and_hint() -> None:
    page = html(Form({}))
    assert 'aria-invalid="true"' in page
    assert 'aria-describedby="id_name_helptext id_name_error"' in page
    assert 'id="id_name_error"' in page


def test_only_optional_fields_say_so() -> None:
    page = html(Form())
    assert page.count("mc-optional") == 2


def test_a_group_of_choices_is_a_fieldset_with_a_legend() -> None:
    assert "<legend" in html(Form())


def test_what_was_typed_comes_back_escaped() -> None:
    assert "<script>" not in html(Form({"name": "<script>", "note": "</textarea><script>"}))


def test_a_date_is_typed_as_day_month_year() -> None:
    form = Form({"name": "x", "kind": "a", "born_on-day": "7", "born_on-month": "3", "born_on-year": "1990"})
    assert form.is_valid()
    assert form.cleaned_data["born_on"] == date(1990, 3, 7)


def test_a_date_that_does_not_exist_is_kept_as_typed() -> None:
    form = Form({"name": "x", "kind": "a", "born_on-day": "31", "born_on-month": "2", "born_on-year": "1990"})
    assert not form.is_valid()
    page = html(form)
    assert 'value="31"' in page
    assert 'href="#id_born_on-day"' in page


def test_an_empty_date_stays_empty() -> None:
    form = Form({"name": "x", "kind": "a", "born_on-day": "", "born_on-month": "", "born_on-year": ""})
    assert form.is_valid()
    assert form.cleaned_data["born_on"] is None


def test_a_known_date_fills_the_boxes() -> None:
    assert 'value="1990"' in html(Form(initial={"born_on": date(1990, 3, 7)}))


def test_ready_errors_pass_through() -> None:
    errors = [FieldError("Sai", "f-x")]
    assert form_errors(errors) == errors


def test_a_formset_lists_the_errors_of_all_its_forms() -> None:
    formset_class = forms.formset_factory(Form, extra=0)
    formset = formset_class({"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-1-name": "x"})
    targets = {error.target for error in form_errors(formset)}
    assert "id_form-1-kind_0" in targets
