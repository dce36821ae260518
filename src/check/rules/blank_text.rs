//! A field that is there and says nothing.

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;

rule! {
    "blank-text" Warning Values
    "An optional field is present, but its text is empty or blank."
    "Usually somebody meant to fill it in, and the page prints nothing for it. Fill it in, or delete the line."
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
            Diagnostic::new(RULE.code, format!("`{name}` is blank"))
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
