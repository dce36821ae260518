//! French.

use super::{DateStyle, Language, Plural};
use crate::model::Date;

pub(super) const FRENCH: Language =
    Language { tag: "fr", labels: LABELS, words: WORDS, date, plural, quotes: ("«", "»") };

const LABELS: &[(&str, &str)] = &[
    ("accessed", "consulté le"),
    ("agreed", "Convenu"),
    ("alternatives", "À défaut d’accord"),
    ("and", "et"),
    ("as-of", "Au"),
    ("assessment", "Appréciation"),
    ("audience", "À l’attention de"),
    ("authors", "Par"),
    ("background", "Contexte"),
    ("bottom-line", "L’essentiel"),
    ("category", "Sujet"),
    ("claims", "Ce qui est affirmé"),
    ("cleared-by", "Validé par"),
    ("commitments", "Engagements"),
    ("conditions", "Conditions"),
    ("consulted", "Également consulté"),
    ("contents", "Sommaire"),
    ("credibility", "crédibilité"),
    ("date", "Date"),
    ("deferred", "Reporté"),
    ("denied-by", "démenti par"),
    ("development", "Événement"),
    ("developments", "Chronologie"),
    ("disputed", "En litige"),
    ("due", "échéance"),
    ("edition", "édition"),
    ("if-raised", "Si la question est posée"),
    ("in-the-dossier", "Davantage dans le dossier complet"),
    ("interests", "Intérêts"),
    ("issue", "Question"),
    ("issues", "Questions"),
    ("left-out", "Omis faute de place ; voir le dossier."),
    ("left-out-background", "Contexte omis faute de place ; il est dans le dossier."),
    ("left-out-claims", "Affirmations omises faute de place ; elles sont dans le dossier."),
    ("left-out-developments", "Chronologie omise faute de place ; elle est dans le dossier."),
    ("linked", "Lié à"),
    ("next-steps", "Prochaines étapes"),
    ("no-talking-points", "Cette note ne comporte pas d’éléments de langage."),
    ("not-agreed", "Non convenu"),
    ("not-to-say", "À ne pas dire"),
    ("open-issues", "Questions ouvertes"),
    ("options", "Propositions sur la table"),
    ("outcome", "Résultat"),
    ("page-of", "Page {page} sur {pages}"),
    ("parties", "Parties"),
    ("party", "Partie"),
    ("position", "Position"),
    ("positions", "Où en sont les parties"),
    ("press-line", "Pour la presse"),
    ("red-line", "ligne rouge"),
    ("red-lines", "Lignes rouges"),
    ("relays", "reprend"),
    ("reliability", "fiabilité"),
    ("representatives", "Représentée par"),
    ("role", "Rôle"),
    ("settled-issues", "Questions réglées"),
    ("sources", "Sources"),
    ("status", "État"),
    ("strip", "Du rejet à l’acceptation"),
    ("talking-points", "Éléments de langage"),
    ("to-say", "À dire"),
    ("trend", "Tendance"),
];

const WORDS: &[(&str, &[(&str, &str)])] = &[
    (
        "BriefKind",
        &[
            ("information", "information"),
            ("decision", "pour décision"),
            ("meeting", "pour entretien"),
            ("readout", "compte rendu"),
            ("update", "mise à jour"),
        ],
    ),
    (
        "BriefStatus",
        &[("draft", "projet"), ("in-clearance", "en validation"), ("cleared", "validé"), ("superseded", "remplacé")],
    ),
    (
        "Role",
        &[
            ("principal", "partie principale"),
            ("mediator", "médiateur"),
            ("facilitator", "facilitateur"),
            ("guarantor", "garant"),
            ("host", "hôte"),
            ("observer", "observateur"),
            ("supporter", "soutien"),
            ("affected", "partie affectée"),
            ("spoiler", "fauteur de trouble"),
            ("excluded", "exclu"),
        ],
    ),
    (
        "PartyKind",
        &[
            ("state", "État"),
            ("organisation", "organisation"),
            ("coalition", "coalition"),
            ("armed-group", "groupe armé"),
            ("company", "entreprise"),
            ("person", "personne"),
        ],
    ),
    (
        "IssueStatus",
        &[
            ("contested", "contesté"),
            ("deadlocked", "bloqué"),
            ("converging", "en rapprochement"),
            ("agreed-in-principle", "convenu en principe"),
            ("agreed", "convenu"),
            ("deferred", "reporté"),
            ("closed", "clos"),
        ],
    ),
    (
        "Category",
        &[
            ("territory", "territoire"),
            ("security-guarantees", "garanties de sécurité"),
            ("ceasefire", "cessez-le-feu"),
            ("forces", "forces"),
            ("sanctions", "sanctions"),
            ("humanitarian", "humanitaire"),
            ("prisoners", "prisonniers"),
            ("nuclear-safety", "sûreté nucléaire"),
            ("energy", "énergie"),
            ("recognition", "reconnaissance"),
            ("governance", "gouvernance"),
            ("justice", "justice"),
            ("economy", "économie"),
            ("process", "procédure"),
            ("other", "autre"),
        ],
    ),
    (
        "Stance",
        &[
            ("demands", "exige"),
            ("offers", "propose"),
            ("accepts", "accepte"),
            ("supports", "soutient"),
            ("concedes", "concède"),
            ("conditional", "sous conditions"),
            ("opposes", "s’oppose"),
            ("rejects", "rejette"),
            ("threatens", "menace"),
            ("reserves", "réserve sa position"),
            ("undeclared", "non déclarée"),
        ],
    ),
    ("Basis", &[("stated", "déclaré"), ("reported", "rapporté"), ("inferred", "déduit")]),
    (
        "OutcomeResult",
        &[
            ("agreement", "accord"),
            ("framework", "accord-cadre"),
            ("joint-statement", "déclaration commune"),
            ("communique", "communiqué"),
            ("memorandum", "mémorandum"),
            ("separate-statements", "déclarations séparées"),
            ("procedural", "accord de procédure"),
            ("no-agreement", "pas d’accord"),
            ("postponed", "reporté"),
            ("collapsed", "rompu"),
        ],
    ),
    (
        "Instrument",
        &[
            ("signed", "signé"),
            ("initialled", "paraphé"),
            ("announced", "annoncé"),
            ("unpublished", "non publié"),
            ("none", "sans document"),
        ],
    ),
    ("PointResult", &[("agreed", "convenu"), ("not-agreed", "non convenu"), ("deferred", "reporté")]),
    ("CommitmentStatus", &[("pending", "en attente"), ("met", "tenu"), ("missed", "non tenu")]),
    ("Trend", &[("improved", "en progrès"), ("unchanged", "inchangé"), ("deteriorated", "en recul")]),
    (
        "TalkingPointKind",
        &[
            ("make", "à dire"),
            ("if-raised", "si la question est posée"),
            ("avoid", "à éviter"),
            ("press-line", "pour la presse"),
        ],
    ),
    (
        "SourceKind",
        &[
            ("newspaper", "presse écrite"),
            ("wire", "agence de presse"),
            ("official", "source officielle"),
            ("broadcast", "radio ou télévision"),
            ("social", "réseau social"),
            ("interview", "entretien"),
            ("document", "document"),
            ("academic", "universitaire"),
            ("other", "autre"),
        ],
    ),
    (
        "Verification",
        &[
            ("confirmed", "confirmé"),
            ("corroborated", "corroboré"),
            ("single-source", "source unique"),
            ("claimed", "affirmé"),
            ("alleged", "allégué"),
            ("disputed", "contesté"),
            ("denied", "démenti"),
            ("unverified", "non vérifié"),
            ("retracted", "rétracté"),
        ],
    ),
    (
        "Wording",
        &[("quote", "citation"), ("translation", "traduction"), ("paraphrase", "paraphrase"), ("gloss", "glose")],
    ),
    ("Confidence", &[("high", "confiance élevée"), ("moderate", "confiance moyenne"), ("low", "confiance faible")]),
    (
        "Likelihood",
        &[
            ("almost-no-chance", "presque exclu"),
            ("very-unlikely", "très improbable"),
            ("unlikely", "improbable"),
            ("roughly-even", "à peu près autant de chances"),
            ("likely", "probable"),
            ("very-likely", "très probable"),
            ("almost-certain", "presque certain"),
        ],
    ),
];

const MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

fn date(date: Date, style: DateStyle) -> String {
    let (day, month, year) = (date.day(), u8::from(date.month()), date.year());
    // Only the first of a month is an ordinal number.
    let ordinal = if day == 1 { "er" } else { "" };
    match style {
        DateStyle::Long => format!("{day}{ordinal}\u{a0}{} {year}", MONTHS[usize::from(month) - 1]),
        DateStyle::Short => format!("{day:02}/{month:02}/{year}"),
        DateStyle::Day => format!("{day:02}/{month:02}"),
    }
}

fn plural(count: u64) -> Plural {
    // CLDR: 0 and 1 are singular; millions do not occur.
    if count < 2 { Plural::One } else { Plural::Other }
}
