//! What changed since the edition that the reader has seen: a list for the page, and a mark at each thing that changed.

use indexmap::IndexMap;
use serde_json::{Value, json};

use super::escape::READY;
use crate::diff::{ChangeKind, Diff, headlines, place};
use crate::language::{DateStyle, Locale};
use crate::model::Brief;
use crate::schema::Class;

/// An earlier edition, and what changed since.
#[derive(Debug, Clone, Copy)]
pub struct EarlierEdition<'a> {
    /// The earlier edition.
    pub brief: &'a Brief,
    /// What changed.
    pub diff: &'a Diff,
    /// Whether every change is shown in the text: a redline.
    pub redline: bool,
}

impl EarlierEdition<'_> {
    /// The title of an issue that is new.
    fn brief_title(&self, path: &str) -> Option<String> {
        self.diff.new.get(path)?.text("title")
    }
}

/// The fields of `since`.
pub(super) const SINCE_FIELDS: [&str; 5] = ["title", "mark", "changes", "more", "redline"];

/// The sign at what changed.
const MARK: &str = "‡";

/// The most changes that a page lists; a redline lists all.
const MOST: usize = 6;

/// Puts `since` into the data, and `changed` into every record: a space and the sign, or nothing.
pub(super) fn put(data: &mut Value, earlier: &EarlierEdition<'_>, locale: &Locale) {
    let marks = Some(earlier).filter(|it| !it.redline);
    let mark = |path: &str| -> Value {
        let changed = marks.and_then(|it| it.diff.change(path)).filter(|it| it.class() == Class::Substantive);
        changed.map_or(Value::Null, |_| format!("{READY}\u{a0}{MARK}").into())
    };
    if let Some(fields) = data.as_object_mut() {
        fields.insert("since".to_owned(), since(earlier, locale));
    }
    let lists =
        ["issues", "open_issues", "settled_issues", "decision_issues", "issues_without_row", "issues_without_aim"];
    for name in lists {
        for issue in items(data.get_mut(name)) {
            mark_issue(issue, &mark);
        }
    }
    if let Some(matrix) = data.get_mut("matrix") {
        for row in items(matrix.get_mut("rows")) {
            let issue = id(row.get("issue"));
            if let Some(issue) = row.get_mut("issue") {
                mark_issue(issue, &mark);
            }
            for cell in items(row.get_mut("cells")) {
                let path = format!("positions.{issue}.{}", id(cell.get("party")));
                if let Some(position) = cell.get_mut("position").filter(|it| !it.is_null()) {
                    set(position, mark(&path));
                }
            }
        }
    }
    if let Some(strip) = data.get_mut("strip") {
        for row in items(strip.get_mut("rows")) {
            let issue = id(row.get("issue"));
            for step in items(row.get_mut("steps")) {
                for position in items(Some(step)) {
                    let path = format!("positions.{issue}.{}", id(position.get("party")));
                    // On the strip, only a change of stance counts.
                    let was = marks.and_then(|it| it.diff.change(&path)).filter(|change| {
                        change.kind == ChangeKind::Added || change.fields.iter().any(|it| it.field.name == "stance")
                    });
                    set(position, was.map_or(Value::Null, |_| mark(&path)));
                }
            }
        }
    }
    let tables = [
        "claims",
        "commitments",
        "judgements",
        "developments",
        "next_steps",
        "parties",
        "people",
        "agenda",
        "asks",
        "aims",
        "options",
        "recommendations",
        "clearances",
        "figures",
    ];
    for table in tables {
        mark_all(data.get_mut(table), table, &mark);
    }
    for aim in items(data.get_mut("aims")) {
        let issue = id(Some(aim));
        mark_positions(aim.get_mut("positions"), &issue, &mark);
    }
    if let Some(monitor) = data.get_mut("monitor") {
        mark_all(monitor.get_mut("overdue"), "commitments", &mark);
        for group in items(monitor.get_mut("groups")) {
            mark_all(group.get_mut("commitments"), "commitments", &mark);
        }
    }
    mark_all(data.get_mut("texts"), "texts", &mark);
    for text in items(data.get_mut("texts")) {
        let table = format!("texts.{}.variants", id(Some(text)));
        mark_all(text.get_mut("variants"), &table, &mark);
        for cell in items(text.get_mut("cells")) {
            if let Some(variant) = cell.get_mut("variant").filter(|it| !it.is_null()) {
                let path = format!("{table}.{}", id(Some(variant)));
                set(variant, mark(&path));
            }
        }
    }
    mark_all(data.get_mut("described_parties"), "parties", &mark);
    mark_all(data.get_mut("represented_parties"), "parties", &mark);
    mark_all(data.get_mut("other_people"), "people", &mark);
    mark_all(data.get_mut("meetings"), "meetings", &mark);
    mark_all(data.get_mut("other_meetings"), "meetings", &mark);
    if let Some(coming) = data.get_mut("coming").filter(|it| !it.is_null()) {
        set(coming, mark(&format!("meetings.{}", id(Some(coming)))));
        mark_all(coming.get_mut("participants"), "people", &mark);
    }
    if let Some(comparison) = data.get_mut("comparison") {
        mark_all(comparison.get_mut("options"), "options", &mark);
    }
    for name in ["cleared", "not_cleared"] {
        mark_all(data.get_mut(name), "clearances", &mark);
    }
    if let Some(outcome) = data.get_mut("outcome") {
        set(outcome, mark("outcome"));
        for list in ["points", "agreed", "not_agreed", "deferred"] {
            mark_all(outcome.get_mut(list), "outcome.points", &mark);
        }
    }
    if let Some(arguments) = data.get_mut("arguments") {
        for list in ["make", "tactical", "if_raised"] {
            mark_all(arguments.get_mut(list), "arguments", &mark);
        }
    }
    if let Some(points) = data.get_mut("talking_points") {
        for list in ["make", "if_raised", "avoid", "press_line"] {
            mark_all(points.get_mut(list), "talking_points", &mark);
        }
    }
}

fn items(value: Option<&mut Value>) -> &mut [Value] {
    value.and_then(Value::as_array_mut).map_or(&mut [], Vec::as_mut_slice)
}

fn id(record: Option<&Value>) -> String {
    record.and_then(|it| it.get("id")).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn set(record: &mut Value, mark: Value) {
    if let Some(fields) = record.as_object_mut() {
        fields.insert("changed".to_owned(), mark);
    }
}

fn mark_all(list: Option<&mut Value>, table: &str, mark: &dyn Fn(&str) -> Value) {
    for record in items(list) {
        let path = format!("{table}.{}", id(Some(record)));
        set(record, mark(&path));
    }
}

fn mark_issue(issue: &mut Value, mark: &dyn Fn(&str) -> Value) {
    let id = id(Some(issue));
    set(issue, mark(&format!("issues.{id}")));
    mark_all(issue.get_mut("proposals"), "proposals", mark);
    mark_positions(issue.get_mut("positions"), &id, mark);
}

fn mark_positions(positions: Option<&mut Value>, issue: &str, mark: &dyn Fn(&str) -> Value) {
    for position in items(positions) {
        let path = format!("positions.{issue}.{}", id(position.get("party")));
        set(position, mark(&path));
    }
}

/// The heading under which the page lists the records of a table.
fn heading(table: &str) -> Option<&'static str> {
    Some(match table {
        "claims.ID" => "claims",
        "commitments.ID" => "commitments",
        "judgements.ID" => "judgements",
        "developments.ID" => "developments",
        "next_steps.ID" => "next-steps",
        "outcome.points.ID" => "outcome",
        "talking_points.ID" => "talking-points",
        "meetings.ID" => "meetings",
        "people.ID" => "people",
        "agenda.ID" => "agenda",
        "asks.ID" => "asks",
        "aims.ISSUE" => "aims",
        "arguments.ID" => "arguments",
        "recommendations.ID" => "recommendations",
        "options.ID" => "options-considered",
        "clearances.ID" => "clearances",
        "figures.ID" => "figures",
        _ => return None,
    })
}

/// The list of the substantive changes.
fn since(earlier: &EarlierEdition<'_>, locale: &Locale) -> Value {
    let date = locale.date(earlier.brief.as_of, DateStyle::Long);
    let label = |name: &str| locale.label(name).unwrap_or_default();
    let title = match earlier.brief.edition {
        Some(edition) => label("changed-since-edition").replace("{edition}", &edition.to_string()),
        None => label("changed-since").to_owned(),
    };
    let is_new = |path: &str| earlier.diff.change(path).is_some_and(|it| it.kind == ChangeKind::Added);
    let mut lines: Vec<(usize, String)> = Vec::new();
    let mut issues: Vec<String> = Vec::new();
    let mut counts: IndexMap<&str, usize> = IndexMap::new();
    for change in &earlier.diff.changes {
        // To save space, new issues share a line, which also stands for the positions on them.
        let short = !earlier.redline && change.kind == ChangeKind::Added;
        let issue = change.path.split('.').nth(1).unwrap_or_default();
        match change.table.path {
            "issues.ID" if short => {
                issues.extend(earlier.brief_title(&change.path));
                continue;
            }
            "positions.ISSUE.PARTY" if short && is_new(&format!("issues.{issue}")) => continue,
            table if short => {
                // A record that is listed and marked in a section of its own is only counted.
                if let Some(heading) = heading(table) {
                    *counts.entry(heading).or_default() += 1;
                    continue;
                }
            }
            _ => {}
        }
        for headline in headlines(earlier.diff, change, locale).into_iter().filter(|it| it.class == Class::Substantive)
        {
            let field = headline.field.map(|at| &change.fields[at]);
            // The reworded text is on the page itself, just above or below.
            if !earlier.redline && change.path == "brief" && field.is_some_and(|it| it.words.is_some()) {
                continue;
            }
            lines.push((place(change, field), headline.text));
        }
    }
    if !issues.is_empty() {
        lines.push((1, [label("change-new"), label("colon"), &issues.join(label("comma"))].concat()));
    }
    lines.sort_by_key(|(place, _)| *place);
    let counts: Vec<String> = counts
        .into_iter()
        .map(|(heading, count)| {
            [label(heading), label("colon"), &label("change-count").replace("{count}", &count.to_string())].concat()
        })
        .collect();
    if !counts.is_empty() {
        lines.insert(lines.len().min(MOST - 1), (0, counts.join(label("semicolon"))));
    }
    let lines: Vec<String> = lines.into_iter().map(|(_, text)| text).collect();
    let most = if earlier.redline { lines.len() } else { MOST };
    let more = lines.len().saturating_sub(most);
    json!({
        "title": title.replace("{date}", &date),
        "mark": label("marked-with").replace("{mark}", MARK),
        "changes": lines.iter().take(most).collect::<Vec<_>>(),
        "more": (more > 0).then(|| label("change-more").replace("{count}", &more.to_string())),
        "redline": earlier.redline,
    })
}
