//! The helpers that a template has in addition to those of Handlebars (`if`, `unless`, `each`, `with`, `lookup`, `eq`,
//! `and`, …).
//!
//! `docs/templates.md` documents every one; a test compares the two.

use std::borrow::Cow;
use std::cmp::Ordering;

use handlebars::{
    Context, Handlebars, Helper, HelperDef, HelperResult, JsonValue, Output, PathAndJson, RenderContext, RenderError,
    RenderErrorReason, Renderable, ScopedJson,
};

use super::escape::{
    DATA, END, FIELD, ITEM, PARAGRAPH, READY, SENTENCE, VALUE, bare, edited, of_field, print, ready_into, within,
};
use super::stop::{self, ends_sentence};
use crate::language::{DateStyle, Locale};
use crate::model::PartialDate;
use crate::source::shortened;

/// The names of the helpers.
pub(super) const NAMES: &[&str] = &["capital", "date", "join", "label", "plural", "prose", "section", "sentences"];

/// A helper of the program: what it prints for its parameters.
struct Printer<'a> {
    run: fn(&Helper<'_>, &Locale) -> Result<String, String>,
    locale: &'a Locale,
}

impl HelperDef for Printer<'_> {
    fn call<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        let text = (self.run)(helper, self.locale).map_err(|message| failure(helper.name(), &message))?;
        out.write(&stop::mark_end(text))?;
        Ok(())
    }
}

/// Registers them for one run, in a language.
pub(super) fn register<'rc>(render: &mut RenderContext<'_, 'rc>, locale: &'rc Locale) {
    let mut add = |name, run| render.register_local_helper(name, Box::new(Printer { run, locale }));
    add("capital", capital_helper);
    add("date", date_helper);
    add("join", join);
    add("label", label);
    add("plural", plural);
    add("prose", prose);
    add("sentences", sentences);
    let mut compare = |name, holds| render.register_local_helper(name, Box::new(CompareHelper(holds)));
    compare("eq", equal);
    compare("ne", |one, other| !equal(one, other));
    compare("gt", |one, other| order(one, other) == Some(Ordering::Greater));
    compare("gte", |one, other| order(one, other).is_some_and(Ordering::is_ge));
    compare("lt", |one, other| order(one, other) == Some(Ordering::Less));
    compare("lte", |one, other| order(one, other).is_some_and(Ordering::is_le));
}

/// A comparison as Handlebars has it, but without regard to the fields that values come from.
struct CompareHelper(fn(&JsonValue, &JsonValue) -> bool);

/// A value of the context without the mark of its field: a text, a number, or `true`.
fn plain(value: &JsonValue) -> Cow<'_, JsonValue> {
    let JsonValue::String(text) = value else { return Cow::Borrowed(value) };
    match of_field(text) {
        ("", _) => Cow::Borrowed(value),
        (_, text) => Cow::Owned(match text.strip_prefix(DATA) {
            Some(data) => serde_json::from_str(data).unwrap_or_default(),
            None => JsonValue::String(text.to_owned()),
        }),
    }
}

fn equal(one: &JsonValue, other: &JsonValue) -> bool {
    match (one, other) {
        (JsonValue::String(one), JsonValue::String(other)) => of_field(one).1 == of_field(other).1,
        (one, other) => plain(one) == plain(other),
    }
}

/// How two values are ordered: numbers, also one in a text, texts, and flags; `None` for others.
fn order(one: &JsonValue, other: &JsonValue) -> Option<Ordering> {
    let number = |value: &JsonValue| match value {
        JsonValue::Number(number) => number.as_f64(),
        JsonValue::String(text) => text.parse().ok(),
        _ => None,
    };
    match (&*plain(one), &*plain(other)) {
        (JsonValue::String(one), JsonValue::String(other)) => Some(one.cmp(other)),
        (JsonValue::Bool(one), JsonValue::Bool(other)) => Some(one.cmp(other)),
        (one, other) => number(one)?.partial_cmp(&number(other)?),
    }
}

impl HelperDef for CompareHelper {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        let param = |at: usize| {
            let param = helper.param(at).filter(|it| !it.is_value_missing()).map(PathAndJson::value);
            param.ok_or_else(|| failure(helper.name(), "takes two values"))
        };
        Ok(ScopedJson::Derived(JsonValue::Bool(self.0(param(0)?, param(1)?))))
    }

    fn call<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        registry: &'reg Handlebars<'reg>,
        context: &'rc Context,
        render: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        let holds = self.call_inner(helper, registry, context, render)?.as_json() == &JsonValue::Bool(true);
        if !helper.is_block() {
            return Ok(out.write(if holds { "true" } else { "false" })?);
        }
        let block = if holds { helper.template() } else { helper.inverse() };
        block.map_or(Ok(()), |block| block.render(registry, context, render, out))
    }
}

fn failure(name: &str, message: &str) -> RenderError {
    RenderErrorReason::Other(format!("`{name}` {message}")).into()
}

/// A value in a message: the beginning of its first line, without marks.
fn quoted(value: &str) -> String {
    let plain =
        bare(value).replace([SENTENCE, ITEM, PARAGRAPH], " ").replace(|c| matches!(c, '\u{FDD0}'..='\u{FDEF}'), "");
    format!("`{}`", shortened(plain.trim()))
}

/// The `at`-th parameter as text.
fn text<'a>(helper: &'a Helper<'_>, at: usize) -> Result<&'a str, String> {
    match helper.param(at).map(PathAndJson::value) {
        Some(JsonValue::String(text)) if !of_field(text).1.starts_with(DATA) => Ok(text),
        Some(other) => Err(format!("takes text, found {}", kind(&plain(other)))),
        None => Err("lacks its value".to_owned()),
    }
}

fn kind(value: &JsonValue) -> &'static str {
    match value {
        JsonValue::Null => "nothing (a field that the brief does not give; test it with `{{#if}}` first)",
        JsonValue::Bool(_) => "true or false",
        JsonValue::Number(_) => "a number",
        JsonValue::String(_) => "text",
        JsonValue::Array(_) => "a list",
        JsonValue::Object(_) => "a record",
    }
}

/// `{{capital x}}`: with a capital first letter.
fn capital_helper(helper: &Helper<'_>, _: &Locale) -> Result<String, String> {
    capital(text(helper, 0)?)
}

/// A text with a capital first letter, as it is printed.
pub(super) fn capital(text: &str) -> Result<String, String> {
    within(text, |text| edited(text, |text| Ok(capitalized(text))))
}

fn capitalized(text: &str) -> String {
    let (ready, text) = match text.strip_prefix(READY) {
        Some(text) => (true, text),
        None => (false, text),
    };
    // The mark of a field in it has no width.
    let start = if text.starts_with(FIELD) { text.find(VALUE).map_or(0, |at| at + VALUE.len_utf8()) } else { 0 };
    let (mark, text) = text.split_at(start);
    let mut chars = text.chars();
    let first: String = chars.next().into_iter().flat_map(char::to_uppercase).collect();
    let text = [mark, &first, chars.as_str()].concat();
    print(&if ready { format!("{READY}{text}") } else { text })
}

/// `{{date x}}`, `{{date x "short"}}`, `{{date x "day"}}`, `{{date x "iso"}}`; `{{date x "short" beside=as_of}}`
/// without its year where that is the year of another date.
fn date_helper(helper: &Helper<'_>, language: &Locale) -> Result<String, String> {
    let text = text(helper, 0)?;
    if let Some(JsonValue::String(other)) = helper.hash_get("beside").map(PathAndJson::value)
        && date_style(helper.param(1).and_then(|it| it.value().as_str()))? == Some(DateStyle::Short)
        && same_year(text, other)
    {
        return date(text, Some(DateStyle::Day), language);
    }
    let style = match helper.param(1).map(PathAndJson::value) {
        None => None,
        Some(JsonValue::String(style)) => Some(style.as_str()),
        Some(other) => return Err(format!("takes the name of a style, found {}", kind(other))),
    };
    date(text, date_style(style)?, language)
}

/// Whether all of a date of the context is in the year of another one. A date that changed is not.
fn same_year(text: &str, other: &str) -> bool {
    let date = |text: &str| of_field(text).1.parse::<PartialDate>().ok();
    let (Some(date), Some(other)) = (date(text), date(other)) else { return false };
    [date.start(), date.end()].iter().all(|day| day.year() == other.start().year())
}

/// The style of a name; `None` is ISO 8601.
pub(super) fn date_style(name: Option<&str>) -> Result<Option<DateStyle>, String> {
    Ok(match name {
        None | Some("long") => Some(DateStyle::Long),
        Some("short") => Some(DateStyle::Short),
        Some("day") => Some(DateStyle::Day),
        Some("iso") => None,
        Some(other) => return Err(format!("knows `long`, `short`, `day` and `iso`, found {}", quoted(other))),
    })
}

/// A date of the context in a style, as it is printed.
pub(super) fn date(text: &str, style: Option<DateStyle>, language: &Locale) -> Result<String, String> {
    let Some(style) = style else { return Ok(print(text)) };
    edited(text, |text| {
        let date = text
            .parse::<PartialDate>()
            .map_err(|_| format!("takes a date such as 2025-12-26, found {}", quoted(text)))?;
        Ok(language.date(date, style))
    })
}

/// `{{join list}}`, `{{join list "; "}}`, `{{join list field="short"}}`: the items with the comma of the
/// language or another text between.
fn join(helper: &Helper<'_>, language: &Locale) -> Result<String, String> {
    let list = match helper.param(0).map(PathAndJson::value) {
        Some(JsonValue::Array(list)) => list,
        Some(other) => return Err(format!("takes a list, found {}", kind(other))),
        None => return Err("lacks its list".to_owned()),
    };
    let between = if helper.param(1).is_some() { text(helper, 1)? } else { language.label("comma").unwrap_or(", ") };
    let field = helper.hash_get("field").and_then(|it| it.value().as_str());
    let mut items = Vec::with_capacity(list.len());
    for item in list {
        let item = match field {
            Some(field) => item.get(field).ok_or_else(|| format!("finds no field {} in an item", quoted(field)))?,
            None => item,
        };
        match item {
            JsonValue::String(text) => items.push(print(text)),
            JsonValue::Number(number) => items.push(number.to_string()),
            other => return Err(format!("takes a list of texts, found {} in it", kind(other))),
        }
    }
    Ok(items.join(between))
}

/// `{{sentences conditions}}`: a text on one line, or the items of a list one after the other, each with a stop at its
/// end.
fn sentences(helper: &Helper<'_>, _: &Locale) -> Result<String, String> {
    let list = match helper.param(0).map(PathAndJson::value) {
        Some(JsonValue::Array(list)) => list.as_slice(),
        Some(text @ JsonValue::String(_)) => std::slice::from_ref(text),
        _ => return Err("takes a text or a list of texts".to_owned()),
    };
    let items = list.iter().map(|item| with_stop(&print(item.as_str().unwrap_or_default())));
    Ok(items.collect::<Vec<_>>().join(" "))
}

/// A printed text with a full stop at its end, unless that ends a sentence.
fn with_stop(text: &str) -> String {
    // The end of a field has no width, and marks of sources come after the stop.
    let mut words = text.trim_end_matches(END);
    while let Some(before) = words.strip_suffix(']').and_then(|it| stop::before_last(it, "[^", ']')) {
        words = before.trim_end_matches('\u{a0}');
    }
    // A sentence in brackets has its own, and after a colon something follows.
    let is_ended = words.is_empty() || ends_sentence(words.trim_end_matches(')')) || words.ends_with(':');
    let stop = if is_ended { "" } else { "." };
    format!("{words}{stop}{}", &text[words.len()..])
}

/// `{{label "sources"}}`: a label in the brief's language. `{{label "red-line" of=red_line}}`: in a redline with the
/// mark of the flag for which it stands.
fn label(helper: &Helper<'_>, language: &Locale) -> Result<String, String> {
    let name = text(helper, 0)?;
    let label = language.label(name).ok_or_else(|| {
        let near = crate::diagnostic::nearest(name, language.label_names());
        format!(
            "knows no {}{}",
            quoted(name),
            near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"))
        )
    })?;
    Ok(match helper.hash_get("of").map(handlebars::PathAndJson::value) {
        Some(JsonValue::String(flag)) => flagged(label, flag),
        _ => print(label),
    })
}

/// A label with the mark of the flag for which it stands, as it is printed.
pub(super) fn flagged(label: &str, flag: &str) -> String {
    edited(flag, |_| Ok::<_, std::convert::Infallible>(print(label))).unwrap_or_default()
}

/// `{{plural count one="day" other="days"}}`; `few` and `many` where the language has them.
fn plural(helper: &Helper<'_>, language: &Locale) -> Result<String, String> {
    let count = helper.param(0).map(|it| plain(it.value()));
    let count = match count.as_deref() {
        Some(JsonValue::Number(number)) => number.as_u64().ok_or("takes a count from 0")?,
        Some(JsonValue::Array(list)) => list.len() as u64,
        _ => return Err("takes a count or a list".to_owned()),
    };
    let name = language.plural(count).name();
    let form = helper.hash_get(name).or_else(|| helper.hash_get("other"));
    let form = form.and_then(|it| it.value().as_str()).ok_or_else(|| format!("lacks `{name}=` or `other=`"))?;
    Ok(print(form))
}

/// `{{prose x}}`, `{{prose x prefix="> "}}`: one sentence a line and a blank line between paragraphs. The prefix begins
/// every line but the first: two spaces in a list, `> ` in a quote. `{{prose x stop=true}}`: with a full stop at its end,
/// where another sentence follows.
fn prose(helper: &Helper<'_>, _: &Locale) -> Result<String, String> {
    let text = text(helper, 0)?;
    let prefix = helper.hash_get("prefix").and_then(|it| it.value().as_str()).unwrap_or("");
    let has_stop = helper.hash_get("stop").is_some_and(|it| it.value() == &JsonValue::Bool(true));
    within(text, |text| {
        let Some(markdown) = text.strip_prefix(READY) else { return Ok(print(text)) };
        let (line, blank) = line_ends(prefix);
        let mut out = String::with_capacity(markdown.len());
        ready_into(markdown, &line, &blank, &mut out);
        Ok(out)
    })
    .map(|printed| if has_stop { with_stop(&printed) } else { printed })
}

/// What is between two sentences and between two paragraphs of prose with a prefix.
pub(super) fn line_ends(prefix: &str) -> (String, String) {
    (["\n", prefix].concat(), ["\n", prefix.trim_end(), "\n", prefix].concat())
}
