"""Dates and times as readers of each language expect them."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from newsletter.errors import ContentError
from newsletter.languages import format_date, format_date_range, format_time, known_languages, load_language, with_policy
from newsletter.languages.dates import FORMS, format_offset

DAY = dt.date(2022, 7, 29)
BANGKOK = dt.datetime(2022, 8, 18, 14, 0, tzinfo=ZoneInfo("Asia/Bangkok"))


@pytest.mark.parametrize(
    ("tag", "form", "expected"),
    [
        ("en", "long", "29 July 2022"),
        ("en", "short", "29 Jul 2022"),
        ("en", "month", "July 2022"),
        ("en", "weekday-long", "Friday 29 July 2022"),
        ("en", "day-month", "29 July"),
        ("en", "year", "2022"),
        ("ar", "long", "29 تموز/يوليو 2022"),
        ("ar", "month", "تموز/يوليو 2022"),
        ("ar", "weekday-long", "الجمعة 29 تموز/يوليو 2022"),
        ("th", "long", "29 กรกฎาคม 2565"),
        ("th", "short", "29 ก.ค. 2565"),
        ("th", "month", "กรกฎาคม 2565"),
        ("th", "weekday-long", "วันศุกร์ที่ 29 กรกฎาคม 2565"),
        ("th", "year", "พ.ศ. 2565"),
        ("es", "long", "29 de julio de 2022"),
        ("es", "month", "julio de 2022"),
        ("fr", "long", "29 juillet 2022"),
        ("fr", "weekday-long", "vendredi 29 juillet 2022"),
    ],
)
def test_a_date_reads_as_the_language_writes_it(tag: str, form: str, expected: str) -> None:
    assert format_date(DAY, load_language(tag), form) == expected


@pytest.mark.parametrize(
    ("months", "expected"),
    [
        ("egypt", "29 يوليو 2022"),
        ("levant", "29 تموز 2022"),
        ("maghreb", "29 جويلية 2022"),
        ("morocco", "29 يوليوز 2022"),
        ("dual", "29 تموز/يوليو 2022"),
    ],
)
def test_the_publication_chooses_between_sets_of_month_names(months: str, expected: str) -> None:
    assert format_date(DAY, with_policy(load_language("ar"), months=months)) == expected


def test_every_month_of_every_set_is_a_name_of_its_own() -> None:
    for tag in known_languages():
        for name, months in load_language(tag).month_names.items():
            assert len(set(months)) == 12, (tag, name)


@pytest.mark.parametrize(
    ("tag", "first", "last", "expected"),
    [
        ("en", "2023-04-20", "2023-04-21", "20–21 April 2023"),
        ("en", "2023-04-28", "2023-05-01", "28 April – 1 May 2023"),
        ("en", "2022-12-30", "2023-01-02", "30 December 2022 – 2 January 2023"),
        ("en", "2023-04-20", "2023-04-20", "20 April 2023"),
        ("ar", "2023-04-20", "2023-04-21", "20 إلى 21 نيسان/أبريل 2023"),
        ("ar", "2022-12-30", "2023-01-02", "30 كانون الأول/ديسمبر 2022 إلى 2 كانون الثاني/يناير 2023"),
        ("th", "2023-04-20", "2023-04-21", "20–21 เมษายน 2566"),
        ("th", "2022-12-30", "2023-01-02", "30 ธันวาคม 2565 – 2 มกราคม 2566"),
        ("es", "2023-04-20", "2023-04-21", "20–21 de abril de 2023"),
        ("es", "2023-04-28", "2023-05-01", "28 de abril – 1 de mayo de 2023"),
        ("fr", "2023-04-28", "2023-05-01", "28 avril – 1er mai 2023"),
        ("fr", "2023-08-01", "2023-08-03", "1er–3 août 2023"),
    ],
)
def test_a_range_says_month_and_year_no_oftener_than_needed(tag: str, first: str, last: str, expected: str) -> None:
    assert format_date_range(dt.date.fromisoformat(first), dt.date.fromisoformat(last), load_language(tag)) == expected


def test_the_first_of_a_month_is_an_ordinal_in_french_only_before_a_month_name() -> None:
    french = load_language("fr")
    assert format_date(dt.date(2022, 8, 1), french) == "1er août 2022"
    assert format_date(dt.date(2022, 8, 11), french) == "11 août 2022"
    assert format_date(dt.date(2022, 8, 1), load_language("en")) == "1 August 2022"


@pytest.mark.parametrize(
    ("tag", "digits", "expected"),
    [
        ("ar", "arab", "٢٩ تموز/يوليو ٢٠٢٢"),
        ("th", "thai", "๒๙ กรกฎาคม ๒๕๖๕"),
        ("en", "deva", "२९ July २०२२"),
    ],
)
def test_a_policy_changes_the_digits_of_a_date(tag: str, digits: str, expected: str) -> None:
    assert format_date(DAY, with_policy(load_language(tag), digits=digits)) == expected


def test_a_policy_changes_the_calendar_and_with_it_the_era() -> None:
    thai = with_policy(load_language("th"), calendar="gregorian")
    assert format_date(DAY, thai) == "29 กรกฎาคม 2022"
    assert format_date(DAY, thai, "year") == "ค.ศ. 2022"


@pytest.mark.parametrize("policy", [{"months": "roman"}, {"digits": "klingon"}, {"calendar": "mayan"}])
def test_a_policy_that_nobody_knows_is_a_problem_in_the_publication_file(policy: dict[str, str]) -> None:
    with pytest.raises(ContentError) as caught:
        with_policy(load_language("ar"), **policy)
    (problem,) = caught.value.problems
    assert problem.source.path == "newsletter.yaml"
    assert next(iter(policy.values())) in problem.message


def test_no_policy_leaves_a_language_as_it_is() -> None:
    arabic = load_language("ar")
    assert with_policy(arabic) == arabic


def test_an_unknown_form_of_a_date_is_our_mistake() -> None:
    with pytest.raises(ValueError, match="weekday-long"):
        format_date(DAY, load_language("en"), "cuneiform")


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("en", "14:00 (Bangkok time, GMT+7)"),
        ("ar", "14:00 بتوقيت بانكوك (غرينتش+7)"),
        ("th", "14.00\u00a0น. (เวลากรุงเทพ, GMT+7)"),
        ("es", "14:00 (hora de Bangkok, GMT+7)"),
        ("fr", "14\u00a0h (Bangkok, UTC+7)"),
    ],
)
def test_a_time_says_whose_time_it_is(tag: str, expected: str) -> None:
    assert format_time(BANGKOK, load_language(tag)) == expected


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("en", "14:00–16:30"),
        ("ar", "14:00 إلى 16:30"),
        ("th", "14.00–16.30\u00a0น."),
        ("fr", "14\u00a0h\u00a000 – 16\u00a0h\u00a030"),
    ],
)
def test_two_times_of_a_day_become_one_range(tag: str, expected: str) -> None:
    until = BANGKOK + dt.timedelta(hours=2, minutes=30)
    assert format_time(BANGKOK, load_language(tag), until=until, zone=False) == expected


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        (dt.UTC, "GMT"),
        (ZoneInfo("America/St_Johns"), "GMT−2:30"),
        (ZoneInfo("Asia/Kathmandu"), "GMT+5:45"),
        (None, ""),
    ],
)
def test_the_offset_is_as_short_as_it_can_be(zone: dt.tzinfo | None, expected: str) -> None:
    assert format_offset(BANGKOK.replace(tzinfo=zone), load_language("en")) == expected


def test_summer_time_is_taken_from_the_date_not_from_today() -> None:
    english, paris = load_language("en"), ZoneInfo("Europe/Paris")
    assert format_time(dt.datetime(2022, 1, 5, 9, 0, tzinfo=paris), english) == "09:00 (Paris time, GMT+1)"
    assert format_time(dt.datetime(2022, 7, 5, 9, 0, tzinfo=paris), english) == "09:00 (Paris time, GMT+2)"


def test_a_moment_without_a_zone_is_shown_without_one() -> None:
    assert format_time(dt.datetime(2022, 8, 18, 9, 5), load_language("en")) == "09:05"  # noqa: DTZ001


def test_a_leap_day_exists_in_the_buddhist_calendar() -> None:
    assert format_date(dt.date(2024, 2, 29), load_language("th")) == "29 กุมภาพันธ์ 2567"


@pytest.mark.parametrize("tag", known_languages())
def test_every_form_works_on_every_day_of_a_year(tag: str) -> None:
    language = load_language(tag)
    for number in range(366):
        day = dt.date(2024, 1, 1) + dt.timedelta(days=number)
        for form in FORMS:
            assert format_date(day, language, form).strip()
