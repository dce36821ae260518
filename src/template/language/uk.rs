//! Ukrainian.

use super::{DateStyle, Language, Plural};
use crate::model::Date;

pub(super) const UKRAINIAN: Language =
    Language { tag: "uk", labels: LABELS, words: WORDS, date, plural, quotes: ("«", "»") };

const LABELS: &[(&str, &str)] = &[
    ("accessed", "переглянуто"),
    ("agreed", "Погоджено"),
    ("alternatives", "Якщо згоди не буде"),
    ("and", "і"),
    ("as-of", "Станом на"),
    ("assessment", "Оцінка"),
    ("audience", "Для"),
    ("authors", "Підготували"),
    ("background", "Передісторія"),
    ("bottom-line", "Головне"),
    ("category", "Тема"),
    ("claims", "Що стверджують"),
    ("cleared-by", "Погодили"),
    ("commitments", "Зобов’язання"),
    ("conditions", "Умови"),
    ("consulted", "Також опрацьовано"),
    ("credibility", "достовірність"),
    ("deferred", "Відкладено"),
    ("denied-by", "заперечує"),
    ("developments", "Перебіг подій"),
    ("disputed", "Предмет суперечки"),
    ("due", "до"),
    ("edition", "випуск"),
    ("in-the-dossier", "Докладніше — у повному досьє"),
    ("interests", "Інтереси"),
    ("issue", "Питання"),
    ("issues", "Питання"),
    ("left-out-background", "Передісторію пропущено через брак місця; вона є в досьє."),
    ("left-out-claims", "Твердження пропущено через брак місця; вони є в досьє."),
    ("left-out-developments", "Перебіг подій пропущено через брак місця; він є в досьє."),
    ("linked", "Пов’язано з"),
    ("next-steps", "Наступні кроки"),
    ("not-agreed", "Не погоджено"),
    ("open-issues", "Відкриті питання"),
    ("options", "Пропозиції на столі"),
    ("outcome", "Підсумок"),
    ("page-of", "Сторінка {page} з {pages}"),
    ("parties", "Сторони"),
    ("party", "Сторона"),
    ("position", "Позиція"),
    ("positions", "Позиції сторін"),
    ("red-line", "червона лінія"),
    ("red-lines", "Червоні лінії"),
    ("relays", "переказує"),
    ("reliability", "надійність"),
    ("representatives", "Представники"),
    ("role", "Роль"),
    ("settled-issues", "Вирішені питання"),
    ("sources", "Джерела"),
    ("status", "Стан"),
    ("talking-points", "Тези для розмови"),
];

const WORDS: &[(&str, &[(&str, &str)])] = &[
    (
        "BriefKind",
        &[
            ("information", "довідка"),
            ("decision", "для рішення"),
            ("meeting", "до зустрічі"),
            ("readout", "підсумки зустрічі"),
            ("update", "оновлення"),
        ],
    ),
    (
        "BriefStatus",
        &[
            ("draft", "чернетка"),
            ("in-clearance", "на погодженні"),
            ("cleared", "погоджено"),
            ("superseded", "замінено новішим"),
        ],
    ),
    (
        "Role",
        &[
            ("principal", "сторона переговорів"),
            ("mediator", "посередник"),
            ("facilitator", "сприяє переговорам"),
            ("guarantor", "гарант"),
            ("host", "приймає переговори"),
            ("observer", "спостерігач"),
            ("supporter", "підтримує сторону"),
            ("affected", "зазнає наслідків"),
            ("spoiler", "перешкоджає"),
            ("excluded", "не допущено"),
        ],
    ),
    (
        "PartyKind",
        &[
            ("state", "держава"),
            ("organisation", "організація"),
            ("coalition", "коаліція"),
            ("armed-group", "збройне угруповання"),
            ("company", "компанія"),
            ("person", "особа"),
        ],
    ),
    (
        "IssueStatus",
        &[
            ("contested", "спірне"),
            ("deadlocked", "глухий кут"),
            ("converging", "позиції зближуються"),
            ("agreed-in-principle", "погоджено в принципі"),
            ("agreed", "погоджено"),
            ("deferred", "відкладено"),
            ("closed", "закрито"),
        ],
    ),
    (
        "Category",
        &[
            ("territory", "територія"),
            ("security-guarantees", "гарантії безпеки"),
            ("ceasefire", "припинення вогню"),
            ("forces", "війська"),
            ("sanctions", "санкції"),
            ("humanitarian", "гуманітарне"),
            ("prisoners", "полонені"),
            ("nuclear-safety", "ядерна безпека"),
            ("energy", "енергетика"),
            ("recognition", "визнання"),
            ("governance", "врядування"),
            ("justice", "правосуддя"),
            ("economy", "економіка"),
            ("process", "перебіг переговорів"),
            ("other", "інше"),
        ],
    ),
    (
        "Stance",
        &[
            ("demands", "вимагає"),
            ("offers", "пропонує"),
            ("accepts", "погоджується"),
            ("supports", "підтримує"),
            ("concedes", "поступається"),
            ("conditional", "за умови"),
            ("opposes", "проти"),
            ("rejects", "відкидає"),
            ("threatens", "погрожує"),
            ("reserves", "не зв’язує себе"),
            ("undeclared", "не оголошено"),
        ],
    ),
    ("Basis", &[("stated", "заявлено"), ("reported", "за повідомленнями"), ("inferred", "висновок авторів")]),
    (
        "OutcomeResult",
        &[
            ("agreement", "угода"),
            ("framework", "рамкова домовленість"),
            ("joint-statement", "спільна заява"),
            ("communique", "комюніке"),
            ("memorandum", "меморандум"),
            ("separate-statements", "окремі заяви"),
            ("procedural", "процедурна домовленість"),
            ("no-agreement", "без згоди"),
            ("postponed", "відкладено"),
            ("collapsed", "зірвано"),
        ],
    ),
    (
        "Instrument",
        &[
            ("signed", "підписано"),
            ("initialled", "парафовано"),
            ("announced", "оголошено"),
            ("unpublished", "не оприлюднено"),
            ("none", "без документа"),
        ],
    ),
    ("PointResult", &[("agreed", "погоджено"), ("not-agreed", "не погоджено"), ("deferred", "відкладено")]),
    ("CommitmentStatus", &[("pending", "очікується"), ("met", "виконано"), ("missed", "не виконано")]),
    ("Trend", &[("improved", "краще"), ("unchanged", "без змін"), ("deteriorated", "гірше")]),
    (
        "TalkingPointKind",
        &[("make", "сказати"), ("if-raised", "якщо запитають"), ("avoid", "не казати"), ("press-line", "для преси")],
    ),
    (
        "SourceKind",
        &[
            ("newspaper", "газета"),
            ("wire", "інформаційна агенція"),
            ("official", "офіційне джерело"),
            ("broadcast", "телебачення або радіо"),
            ("social", "соціальна мережа"),
            ("interview", "інтерв’ю"),
            ("document", "документ"),
            ("academic", "наукова праця"),
            ("other", "інше"),
        ],
    ),
    (
        "Verification",
        &[
            ("confirmed", "підтверджено"),
            ("corroborated", "кілька джерел"),
            ("single-source", "одне джерело"),
            ("claimed", "твердження"),
            ("alleged", "звинувачення"),
            ("disputed", "спірно"),
            ("denied", "заперечено"),
            ("unverified", "не перевірено"),
            ("retracted", "відкликано"),
        ],
    ),
    (
        "Wording",
        &[("quote", "цитата"), ("translation", "переклад"), ("paraphrase", "переказ"), ("gloss", "тлумачення")],
    ),
    ("Confidence", &[("high", "висока певність"), ("moderate", "помірна певність"), ("low", "низька певність")]),
    (
        "Likelihood",
        &[
            ("almost-no-chance", "майже неможливо"),
            ("very-unlikely", "дуже малоймовірно"),
            ("unlikely", "малоймовірно"),
            ("roughly-even", "шанси рівні"),
            ("likely", "ймовірно"),
            ("very-likely", "дуже ймовірно"),
            ("almost-certain", "майже напевно"),
        ],
    ),
];

const MONTHS: [&str; 12] = [
    "січня",
    "лютого",
    "березня",
    "квітня",
    "травня",
    "червня",
    "липня",
    "серпня",
    "вересня",
    "жовтня",
    "листопада",
    "грудня",
];

fn date(date: Date, style: DateStyle) -> String {
    let (day, month, year) = (date.day(), u8::from(date.month()), date.year());
    match style {
        DateStyle::Long => format!("{day}\u{a0}{} {year}\u{a0}р.", MONTHS[usize::from(month) - 1]),
        DateStyle::Short => format!("{day:02}.{month:02}.{year}"),
        DateStyle::Day => format!("{day:02}.{month:02}"),
    }
}

fn plural(count: u64) -> Plural {
    match (count % 10, count % 100) {
        (_, 11..=14) => Plural::Many,
        (1, _) => Plural::One,
        (2..=4, _) => Plural::Few,
        _ => Plural::Many,
    }
}
