//! Decides how to merge a field that both sides changed.

use std::collections::BTreeSet;

use super::cut::CutField;
use super::merger::Merger;
use super::{Version, order};
use crate::diff::merge_by_line;
use crate::parse::ValueKind;
use crate::record::{Value, visible};
use crate::schema::{self, Type};

impl Merger<'_> {
    /// Whether a side's field has the same meaning as that of the base.
    pub(super) fn same(&self, path: &str, ours: bool) -> bool {
        let side = if ours { self.ours } else { self.theirs };
        side.value(path).is_some() && alike(side.value(path), self.base.value(path))
    }

    /// The merged text of a field that both sides changed; `None` when it is a conflict.
    pub(super) fn decided(
        &mut self,
        path: &str,
        base: Option<&CutField<'_>>,
        ours: &CutField<'_>,
        theirs: &CutField<'_>,
    ) -> Option<String> {
        let (b, o, t) = (self.base.value(path), self.ours.value(path), self.theirs.value(path));
        let known = o.is_some() && t.is_some();
        if known && (alike(o, t) || alike(b, t)) {
            return Some(ours.body.to_owned());
        }
        if known && alike(b, o) {
            return Some(theirs.body.to_owned());
        }
        if !known {
            return None;
        }
        let name = path.rsplit('.').next().unwrap_or_default();
        let body = match (o?, t?) {
            (Value::Date(one), Value::Date(other)) if name == "as_of" => {
                if one >= other {
                    ours.body.to_owned()
                } else {
                    theirs.body.to_owned()
                }
            }
            (Value::List(_), Value::List(_)) => self.list(path, ours)?,
            // Prose on several lines, one sentence on each, is merged line by line.
            (Value::Prose(_), Value::Prose(_)) if ours.body.lines().count() > 2 => {
                let text = merge_by_line(base?.body, ours.body, theirs.body)?;
                self.notes.push(format!("both sides changed `{path}`, in different lines: read it as a whole"));
                text
            }
            _ => return None,
        };
        self.decided.insert(path.to_owned());
        Some(body)
    }

    /// The merged list, when both sides changed a list; `None` when both may have changed the same item, when a list
    /// has an item twice, or when there are comments between items.
    fn list(&self, path: &str, ours: &CutField<'_>) -> Option<String> {
        let items = |it: &Version| -> Option<Vec<(String, String)>> {
            let Some(value) = it.document.value(path) else { return Some(Vec::new()) };
            let ValueKind::List(items) = &value.kind else { return None };
            let mut from = value.span.start;
            let mut all = Vec::new();
            for item in items {
                if it.text[from..item.span.start].contains('#') {
                    return None;
                }
                let raw = &it.text[item.span.range()];
                // Items that look the same count as equal.
                let text = visible(item.as_text().unwrap_or(raw));
                let meaning = text.split_whitespace().collect::<Vec<_>>().join(" ");
                all.push((meaning, raw.to_owned()));
                from = item.span.end;
            }
            (!it.text[from..value.span.end].contains('#')).then_some(all)
        };
        let (b, o, t) = (items(self.base)?, items(self.ours)?, items(self.theirs)?);
        let names = |items: &[(String, String)]| items.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
        let (base, one, other) = (names(&b), names(&o), names(&t));
        let repeats = |list: &[String]| list.iter().collect::<BTreeSet<_>>().len() < list.len();
        if [&base, &one, &other].into_iter().any(|list| repeats(list)) {
            return None;
        }
        // An item that neither side has any more, and that one side may have changed.
        let is_ids = matches!(field(path).map(|it| it.kind), Some(Type::List(Type::Id(_))));
        let new = |list: &[String]| list.iter().filter(|it| !base.contains(it)).cloned().collect::<Vec<_>>();
        let both_gone = base.iter().any(|it| !one.contains(it) && !other.contains(it));
        if !is_ids && both_gone && new(&one) != new(&other) {
            return None;
        }
        let kept = |name: &String| match (base.contains(name), one.contains(name), other.contains(name)) {
            (true, ours, theirs) => ours && theirs,
            (false, ..) => true,
        };
        let order = order::merged_order(&base, &one, &other);
        let raw: Vec<String> = order
            .iter()
            .filter(|name| kept(name))
            .filter_map(|name| o.iter().chain(&t).find(|(it, _)| it == name).map(|(_, raw)| raw.clone()))
            .collect();
        let value = self.ours.document.span(path)?;
        let start = ours.body.len() - (value.end - value.start);
        let key = &ours.body[..start];
        let lines = ours.body[start..].contains('\n') || raw.iter().any(|it| it.contains('\n'));
        let newline = self.newline;
        Some(if lines {
            let items: String = raw.iter().map(|it| format!("  {it},{newline}")).collect();
            format!("{key}[{newline}{items}]")
        } else {
            format!("{key}[{}]", raw.join(", "))
        })
    }
}

/// Whether two values are printed in the same way, or both are missing.
pub(super) fn alike(one: Option<&Value>, other: Option<&Value>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => one.looks_like(other),
        (None, None) => true,
        _ => false,
    }
}

/// The schema of the field at a path.
fn field(path: &str) -> Option<&'static schema::Field> {
    let parts: Vec<&str> = path.split('.').collect();
    let (name, record) = parts.split_last()?;
    let fits = |table: &&schema::TableSchema| {
        let steps: Vec<&str> = table.path.split('.').collect();
        steps.len() == record.len()
            && steps.iter().zip(record).all(|(step, part)| schema::is_id_part(step) || step == part)
    };
    schema::TABLES.iter().find(fits)?.field(name)
}
