//! A field that is there and says nothing.

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;

rule! {
    "blank-text" Warning Values
    "A field that may be left out is there, and its text is empty or only blanks."
    "It is most often a field that somebody meant to fill in, and the page has nothing in its place. Fill it in, or delete the line."
    { r#"[next_steps.meet]
text = "The committee meets."
owner = """# => r#"[next_steps.meet]
text = "The committee meets."
owner = "The secretariat""# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    for text in subject.texts.iter().filter(|text| text.written.trim().is_empty()) {
        let name = text.path.rsplit('.').next().unwrap_or(&text.path);
        out.push(
            Diagnostic::new(RULE.code, format!("`{name}` says nothing"))
                .at(subject.place(&text.path))
                .help("fill it in, or delete the line"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn a_no_break_space_says_nothing_either() {
        finds(&RULE, 1, "[next_steps.meet]\ntext = \"It meets.\"\nowner = \"\\u00A0\"");
        finds(&RULE, 1, "[issues.filling]\ntitle = \"T\"\nstatus = \"converging\"\nsummary = \" \"");
    }
}
