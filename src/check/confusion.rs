//! Words that people write for those of the format: other names for the same thing, which no comparison of letters
//! finds.
//!
//! A word for what somebody wants, or for how something ended, is here only when the word of the format is not
//! stronger: who "wants" something does not therefore demand it, and a suggestion never makes a statement stronger.

/// What people write, and the words of the format that it may stand for. The first that is known at the place counts.
const PAIRS: &[(&str, &[&str])] = &[
    // Tables
    ("actions", &["next_steps"]),
    ("actors", &["parties"]),
    ("aim", &["aims"]),
    ("argument", &["arguments"]),
    ("articles", &["texts"]),
    ("ask", &["asks"]),
    ("bibliography", &["sources"]),
    ("claim", &["claims"]),
    ("clauses", &["texts"]),
    ("clearance", &["clearances"]),
    ("commitment", &["commitments"]),
    ("development", &["developments"]),
    ("documents", &["sources"]),
    ("drafts", &["texts"]),
    ("events", &["developments"]),
    ("figure", &["figures"]),
    ("head", &["brief"]),
    ("header", &["brief"]),
    ("images", &["figures"]),
    ("issue", &["issues", "about", "affects"]),
    ("forecasts", &["judgements"]),
    ("judgement", &["judgements"]),
    ("judgments", &["judgements"]),
    ("key_judgements", &["judgements"]),
    ("key_messages", &["talking_points"]),
    ("meeting", &["meetings"]),
    ("meta", &["brief"]),
    ("metadata", &["brief"]),
    ("news", &["developments", "newspaper"]),
    ("outcomes", &["outcome"]),
    ("parts", &["parties"]),
    ("party", &["parties", "by", "said_by", "owner", "principal"]),
    ("person", &["people"]),
    ("persons", &["people"]),
    ("pictures", &["figures"]),
    ("pledges", &["commitments"]),
    ("position", &["positions", "text", "stance"]),
    ("promises", &["commitments"]),
    ("recommendation", &["recommendations"]),
    ("references", &["sources"]),
    ("results", &["outcome"]),
    ("source", &["sources"]),
    ("stakeholders", &["parties"]),
    ("stances", &["positions"]),
    ("summit", &["outcome"]),
    ("timeline", &["developments"]),
    ("topics", &["issues"]),
    ("updates", &["developments"]),
    ("versions", &["variants"]),
    ("wordings", &["variants"]),
    // Fields
    ("after", &["trigger"]),
    ("answer", &["response"]),
    ("assignee", &["owner"]),
    ("attendees", &["participants"]),
    ("author", &["authors", "publisher", "speaker"]),
    ("batna", &["alternatives"]),
    ("begun", &["status"]),
    ("bluf", &["bottom_line"]),
    ("classification", &["handling"]),
    ("cleared", &["cleared_by", "confirmed"]),
    ("condition", &["conditions", "trigger"]),
    ("confidential", &["handling"]),
    ("content", &["text"]),
    ("cut_off", &["as_of"]),
    ("cutoff", &["as_of"]),
    ("date", &["as_of", "due"]),
    ("deadline", &["due", "date", "by", "respond_by"]),
    ("depends_on", &["conditions", "trigger"]),
    ("description", &["text", "summary", "question"]),
    ("due", &["date"]),
    ("fallbacks", &["fallback"]),
    ("goals", &["aims", "goal"]),
    ("headline", &["title", "bottom_line"]),
    ("heading", &["title"]),
    ("if_pressed", &["push_back"]),
    ("lang", &["language"]),
    ("link", &["url"]),
    ("marking", &["handling"]),
    ("milestone", &["trigger"]),
    ("name", &["title", "publisher", "event"]),
    ("objective", &["goal"]),
    ("our_side", &["own_side"]),
    ("outlet", &["publisher"]),
    ("progress", &["status"]),
    ("quote", &["text"]),
    ("recipient", &["to", "audience"]),
    ("reply", &["response"]),
    ("related", &["linked"]),
    ("responsible", &["owner", "by"]),
    ("said", &["said_by"]),
    ("statement", &["text", "joint-statement"]),
    ("status", &["result", "verification", "stance"]),
    ("summary", &["bottom_line", "text"]),
    ("text", &["words", "base"]),
    ("tlp", &["handling"]),
    ("type", &["kind"]),
    ("valid_for", &["stale_after"]),
    ("venue", &["place"]),
    ("version", &["edition", "schema"]),
    ("website", &["url"]),
    ("what", &["text"]),
    ("when", &["date", "due"]),
    ("who", &["by", "owner", "speaker"]),
    ("words", &["base", "text"]),
    // Words
    ("accepted", &["agreed"]),
    ("against", &["opposes"]),
    ("agency", &["wire"]),
    ("agree", &["accepts", "agreed"]),
    ("agrees", &["accepts"]),
    ("backs", &["supports"]),
    ("better", &["improved"]),
    ("blocked", &["deadlocked"]),
    ("broken", &["missed"]),
    ("broker", &["mediator"]),
    ("cancelled", &["closed"]),
    ("certain", &["almost-certain"]),
    ("country", &["state"]),
    ("deal", &["agreement"]),
    ("convergent", &["converging"]),
    ("delayed", &["postponed", "deferred"]),
    ("disagreed", &["not-agreed", "contested"]),
    ("done", &["met", "agreed", "closed", "status"]),
    ("dont-say", &["avoid"]),
    ("even", &["roughly-even"]),
    ("failed", &["no-agreement", "missed"]),
    ("failure", &["no-agreement"]),
    ("fulfilled", &["met"]),
    ("government", &["state", "official"]),
    ("improbable", &["unlikely"]),
    ("in-progress", &["begun"]),
    ("insists", &["demands"]),
    ("kept", &["met"]),
    ("medium", &["moderate"]),
    ("militia", &["armed-group"]),
    ("negotiator", &["principal"]),
    ("neutral", &["unchanged", "observer"]),
    ("newspaper-article", &["newspaper"]),
    ("ngo", &["organisation"]),
    ("no-deal", &["no-agreement"]),
    ("none", &["undeclared", "no-agreement"]),
    ("no-position", &["unknown", "undeclared"]),
    ("offered", &["offers"]),
    ("ongoing", &["begun"]),
    ("open", &["contested", "pending"]),
    ("organization", &["organisation"]),
    ("paper", &["newspaper", "document", "academic"]),
    ("press", &["newspaper", "press-line"]),
    ("press-release", &["official"]),
    ("possible", &["roughly-even"]),
    ("principle", &["principal"]),
    ("probable", &["likely"]),
    ("proposes", &["offers"]),
    ("proposed", &["offers"]),
    ("radio", &["broadcast"]),
    ("rebels", &["armed-group"]),
    ("refuses", &["rejects"]),
    ("report", &["document"]),
    ("resolved", &["agreed", "closed"]),
    ("rumor", &["unverified"]),
    ("rumour", &["unverified"]),
    ("same", &["unchanged"]),
    ("say", &["make"]),
    ("settled", &["agreed"]),
    ("silent", &["undeclared"]),
    ("stable", &["unchanged"]),
    ("stalled", &["deadlocked"]),
    ("started", &["begun", "status"]),
    ("television", &["broadcast"]),
    ("treaty", &["document", "agreement"]),
    ("tv", &["broadcast"]),
    ("tweet", &["social"]),
    ("twitter", &["social"]),
    ("under-discussion", &["contested"]),
    ("unknown", &["unverified"]),
    ("verbatim", &["quote"]),
    ("verified", &["confirmed"]),
    ("worse", &["deteriorated"]),
    ("yields", &["concedes"]),
    // Levels and formats of a project
    ("error", &["deny"]),
    ("forbid", &["deny"]),
    ("ignore", &["allow"]),
    ("markdown", &["md"]),
    ("off", &["allow"]),
    ("suppress", &["allow"]),
    ("warning", &["warn"]),
];

/// The known word that was most likely meant by another word for the same thing.
pub(super) fn meant<'a>(written: &str, known: &[&'a str]) -> Option<&'a str> {
    let plain = |text: &str| text.trim().to_lowercase().replace(['_', ' '], "-");
    let written = plain(written);
    let mut pairs = PAIRS.iter().filter(|(wrong, _)| plain(wrong) == written);
    pairs.find_map(|(_, rights)| rights.iter().find_map(|right| known.iter().find(|name| *name == right).copied()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{self, PROJECT, TABLES, Type};

    #[test]
    fn every_right_word_is_one_of_the_format_and_no_wrong_one_is_listed_twice() {
        let mut known: Vec<&str> = TABLES.iter().flat_map(|table| table.path.split('.')).collect();
        for field in TABLES.iter().chain(PROJECT).flat_map(schema::TableSchema::all_fields) {
            known.push(field.name);
            let kind = if let Type::List(item) = field.kind { *item } else { field.kind };
            if let Type::Word(_, words) = kind {
                known.extend(words.iter().map(|word| word.word));
            }
        }
        for (at, (wrong, rights)) in PAIRS.iter().enumerate() {
            assert!(rights.iter().all(|right| known.contains(right)), "{wrong}: {rights:?}");
            assert!(!rights.iter().any(|right| crate::diagnostic::is_opposite(wrong, right)), "{wrong}: {rights:?}");
            assert!(PAIRS[..at].iter().all(|(other, _)| other != wrong), "{wrong}");
        }
        assert_eq!(meant("No deal", &["agreement", "no-agreement"]), Some("no-agreement"));
        assert_eq!(meant("xyz", &["agreement"]), None);
        // A status that is written as a field, and what a commitment waits for.
        assert_eq!(meant("begun", &["due", "trigger", "status"]), Some("status"));
        assert_eq!(meant("condition", &["due", "trigger", "status"]), Some("trigger"));
        assert_eq!(meant("started", &["pending", "begun"]), Some("begun"));
        assert_eq!((meant("drafts", &["texts"]), meant("versions", &["variants"])), (Some("texts"), Some("variants")));
        assert_eq!((meant("text", &["title", "base"]), meant("text", &["words", "by"])), (Some("base"), Some("words")));
    }
}
