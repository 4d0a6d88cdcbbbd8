"""A publication in a language that only a test knows: two files of configuration, and four stories that use what a mail can show."""

from __future__ import annotations

import shutil
from pathlib import Path

from values import a_png, write_files

from newsletter.jobs import Request

ROOT = Path(__file__).parents[2]
BEHAVIOUR = """\
name: עברית
direction: rtl
script: Hebr
locale: he
emphasis: weight
quotes: ["״", "״"]
"""
WORDS = {
    "In this issue": "בגיליון זה",
    "Read more": "להמשך קריאה",
    "View in browser": "לצפייה בדפדפן",
    "Unsubscribe": "להסרה מרשימת התפוצה",
    "This issue in other languages": "גיליון זה בשפות אחרות",
    "This story is available in %(language)s only.": "כתבה זו זמינה רק בשפה הבאה: %(language)s.",
    "You receive this letter because you subscribed to %(publication)s.": "מכתב זה נשלח אליכם מפני שנרשמתם אל %(publication)s.",
}
HEAD = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Language: he\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"""
PUBLICATION = """\
name: {en: Crossings, he: מעברים}
tagline: {en: People on the move, he: אנשים בדרכים והדלתות שנפתחות בפניהם}
base: https://crossings.example.org
languages: {en: [], he: [en]}
regions:
  asia-pacific: {en: Asia and the Pacific, he: אסיה והאוקיינוס השקט}
  mena: {en: Middle East, he: המזרח התיכון}
imprint:
  publisher: {en: Passage, he: מעבר}
  address: {en: "14 Rue du Lac, 1207 Geneva", he: "רחוב האגם 14, ז׳נבה 1207"}
  email: desk@crossings.example.org
  website: https://crossings.example.org
"""
ISSUE = """\
languages: [he]
date: 2022-07-29
lead: a-bridge
sections: [{region: asia-pacific}, {region: mena}]
mail:
  subject: {en: The July issue, he: גיליון יולי}
  preheader: {en: A bridge that was built from both of its banks., he: גשר שנבנה משתי גדותיו באותו קיץ ובאותן ידיים.}
  form: FORM
"""
FALLBACK = "a-letter"
"""The story that is there in English only."""
FACTS = """\
date: 2022-07-20
regions: [REGION]
source-language: TAG
pictures:
  lead: {file: lead.png, credit: {en: Drawing by Crossings, he: ציור של מעברים}, licence: CC BY 4.0}
"""
STORIES = {
    "a-bridge": """\
---
headline: גשר שנבנה משתי גדות
kicker: תאילנד
standfirst: שני כפרים נפגשו באמצע הנהר, אחרי 12.5% מן הזמן שהוקצב להם.
pictures: {lead: {alt: גשר עץ צר מעל נהר רחב ושני בתים קטנים משני צדדיו., caption: הגשר בבוקר שבו נפתח.}}
---
הם התחילו באותו יום. הטלפון הוא +972 3 123 4567, והמחיר 12.5% מן התקציב. מתוך [Colectivo de Observación]{lang=es} בצ׳יאפס.[^1]

## מה נשאר

- **ראשית:** לבנות.
- **שנית:** לעבור.

1. לקרוא את https://crossings.example.org/2022-07 עד הסוף.
2. לכתוב אל desk@crossings.example.org.

| כפר | בתים | שיעור |
|---|---|---|
| הגדה הצפונית | 120 | 12.5% |
| הגדה הדרומית | 95 | -3% |

> מי שחוצה את הנהר אינו זר עוד.

[^1]: הדוח נכתב בשנת 2021.
""",
    "a-school": """\
---
headline: בית ספר על גלגלים
kicker: מקונג
standfirst: כל בוקר עוצר האוטובוס ליד השוק, והילדים עולים לשיעור.
pictures: {lead: {alt: אוטובוס צבוע שעל צדו לוח וגיר.}}
---
המורה הגיעה לפני שלוש שנים ולא עזבה.
""",
    "a-letter": """\
---
headline: A letter that nobody has translated
kicker: Far away
standfirst: It stands here in the language it was written in.
pictures: {lead: {alt: An envelope on a windowsill.}}
---
The envelope was blue.
""",
    "a-harbour": """\
---
headline: הנמל שלמד להקשיב
kicker: הים התיכון
standfirst: בלילות החורף נשארת דלת אחת פתוחה, וליד הדלת יושבת אישה עם מחברת.
pictures: {lead: {alt: דלת פתוחה בקיר כחול ומחברת על כיסא לידה.}}
---
במחברת רשומים 1,204 שמות.
""",
}


def hebrew_request(folder: Path, form: str) -> Request:
    """Return what asks for a Hebrew issue in a form of the mail, and write all that it needs."""
    words = HEAD + "".join(f'\nmsgid "{word}"\nmsgstr "{translation}"\n' for word, translation in WORDS.items())
    files: dict[str, str | bytes] = {
        "languages/he.yaml": BEHAVIOUR,
        "languages/he.po": words,
        "newsletter.yaml": PUBLICATION,
        "issues/2022-07.yaml": ISSUE.replace("FORM", form),
    }
    for slug, text in STORIES.items():
        story = f"seeds/articles/{slug}"
        tag = "en" if slug == FALLBACK else "he"
        files |= {
            f"{story}/article.yaml": FACTS.replace("REGION", "mena" if slug == "a-harbour" else "asia-pacific").replace("TAG", tag),
            f"{story}/{tag}.md": text,
            f"{story}/lead.png": a_png(1200, 800),
        }
    write_files(folder, files)
    shutil.copytree(ROOT / "templates", folder / "templates")
    return Request(folder / "issues" / "2022-07.yaml", folder, folder / "out")
