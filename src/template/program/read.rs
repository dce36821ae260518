//! The text of a built-in template as a program, without a grammar: only the forms that those templates use.

use super::{Block, Call, Item, Op, Path, Term};

/// Reads a file; `None` when it has a form that is not read here. `files` are the names of all files.
pub(super) fn file(text: &str, files: &[&str]) -> Option<Block> {
    // The end of a part's last line is not part of what is included.
    let text = text.trim_end_matches(['\n', '\r']);
    let mut reader = Reader { text, files, open: Vec::with_capacity(8), items: Vec::with_capacity(ITEMS) };
    reader.read()?;
    reader.open.is_empty().then(|| Block::of(reader.items, true))
}

/// Room for what most blocks have in them.
const ITEMS: usize = 16;

struct Reader<'t> {
    text: &'t str,
    files: &'t [&'t str],
    open: Vec<Open<'t>>,
    /// What stands in the innermost open block so far.
    items: Vec<Item>,
}

/// A block whose end has not come yet.
struct Open<'t> {
    name: &'t str,
    what: Term,
    before: Vec<Item>,
    /// What stands before its `{{else}}`.
    then: Option<Block>,
}

impl Reader<'_> {
    fn read(&mut self) -> Option<()> {
        let mut at = 0;
        // Whether the rest of the line belongs to a tag that stands alone on it.
        let mut alone = false;
        while let Some(start) = pair(&self.text[at..], b'{').map(|found| at + found) {
            self.words(at..start, &mut alone)?;
            let tag = &self.text[start + 2..];
            if tag.starts_with("!--") {
                at = start + tag.find("--}}")? + 6;
                alone = self.stands_alone(start, at);
                self.items.push(Item::Comment);
                continue;
            }
            let tag = &tag[..pair(tag, b'}')?];
            at = start + tag.len() + 4;
            let inner = tag.strip_prefix('~');
            if inner.is_some()
                && let Some(Item::Text(text)) = self.items.last_mut()
            {
                text.truncate(text.trim_end().len());
            }
            let inner = inner.unwrap_or(tag);
            if inner.contains(['{', '~']) {
                return None;
            }
            match inner.as_bytes().first()? {
                b'#' => {
                    alone = self.stands_alone(start, at);
                    let (name, mut params, hash) = terms(&inner[1..])?;
                    let what = params.pop().filter(|_| params.is_empty() && hash.is_empty())?;
                    let before = std::mem::replace(&mut self.items, Vec::with_capacity(ITEMS));
                    self.open.push(Open { name, what, before, then: None });
                }
                b'/' => {
                    alone = self.stands_alone(start, at);
                    let open = self.open.pop().filter(|open| open.name == &inner[1..])?;
                    let last = Block::of(std::mem::replace(&mut self.items, open.before), false);
                    let (then, otherwise) = match open.then {
                        Some(then) => (then, Some(last)),
                        None => (last, None),
                    };
                    self.items.push(Item::Block(Op::block(open.name, open.what, then, otherwise)?));
                }
                b'>' => {
                    let before = &self.text[..start];
                    let behind = before.ends_with([' ', '\t']) && !tag.starts_with('~');
                    alone = self.stands_alone(start, at);
                    let (name, params, given) = terms(&inner[1..])?;
                    let file = self.files.iter().position(|file| *file == name)?;
                    // One that white space alone stands before would be indented.
                    if !params.is_empty() || behind && alone {
                        return None;
                    }
                    self.items.push(Item::Op(Op::Include { file, given, indented: behind }));
                }
                _ if inner == "else" => {
                    alone = self.stands_alone(start, at);
                    let open = self.open.last_mut().filter(|open| open.then.is_none())?;
                    open.then = Some(Block::of(std::mem::take(&mut self.items), false));
                }
                b'a'..=b'z' | b'@' => {
                    let op = match terms(inner)? {
                        (name, params, hash) if params.is_empty() && hash.is_empty() => {
                            Op::Value(Path::read_value(name)?)
                        }
                        (name, params, hash) => Op::Call(Call::of(name, params, hash).filter(|call| !call.compares())?),
                    };
                    self.items.push(Item::Op(op));
                }
                _ => return None,
            }
        }
        self.words(at..self.text.len(), &mut alone)
    }

    /// Takes in what stands between two tags.
    fn words(&mut self, range: std::ops::Range<usize>, alone: &mut bool) -> Option<()> {
        let mut words = &self.text[range.clone()];
        if words.is_empty() {
            return Some(());
        }
        // It escapes what follows; and white space at the end of a file is treated otherwise.
        if words.contains('\\') || range.end == self.text.len() && words.trim().is_empty() {
            return None;
        }
        if std::mem::take(alone) {
            words = words.trim_start_matches([' ', '\t']);
            words = words.strip_prefix("\r\n").or_else(|| words.strip_prefix('\n')).unwrap_or(words);
        }
        self.items.push(Item::Text(words.to_owned()));
        Some(())
    }

    /// Whether a tag stands alone on its line, which is not printed then. Takes away the white space before it.
    fn stands_alone(&mut self, start: usize, end: usize) -> bool {
        let after = self.text[end..].trim_start_matches([' ', '\t']);
        if !(end == self.text.len() || after.starts_with(['\n', '\r'])) {
            return false;
        }
        let before = self.text[..start].trim_end_matches([' ', '\t']);
        let alone = before.is_empty() || before.ends_with(['\n', '\r']);
        if alone && let Some(Item::Text(text)) = self.items.last_mut() {
            text.truncate(text.trim_end_matches([' ', '\t']).len());
        }
        alone
    }
}

/// Where a byte first stands twice in a row.
fn pair(text: &str, wanted: u8) -> Option<usize> {
    text.as_bytes().windows(2).position(|two| two == [wanted, wanted])
}

/// A name, what it takes, and what it takes by name.
type Terms<'t> = (&'t str, Vec<Term>, Vec<(String, Term)>);

/// Reads `name`, `name x "y"`, `name x=(y z)`.
fn terms(text: &str) -> Option<Terms<'_>> {
    let text = text.trim_start();
    let (name, mut rest) = text.split_at(text.find(' ').unwrap_or(text.len()));
    let (mut params, mut hash) = (Vec::new(), Vec::new());
    loop {
        rest = rest.trim_start();
        if rest.is_empty() {
            return Some((name, params, hash));
        }
        let word = rest.find([' ', '=', '"', '(']).unwrap_or(rest.len());
        if rest[word..].starts_with('=') {
            let (value, after) = term(&rest[word + 1..])?;
            hash.push((rest[..word].to_owned(), value));
            rest = after;
        } else {
            let (value, after) = term(rest)?;
            params.push(value);
            rest = after;
        }
    }
}

/// Reads one term, and gives what follows it.
fn term(text: &str) -> Option<(Term, &str)> {
    if let Some(quoted) = text.strip_prefix('"') {
        let (words, after) = quoted.split_once('"')?;
        return (!words.contains('\\')).then(|| (Term::Text(words.to_owned()), after));
    }
    if let Some(inner) = text.strip_prefix('(') {
        let mut depth = 1_usize;
        let end = inner.find(|c| {
            depth = match c {
                '(' => depth + 1,
                ')' => depth - 1,
                _ => depth,
            };
            depth == 0
        })?;
        let (name, params, hash) = terms(&inner[..end])?;
        return Some((Term::Call(Box::new(Call::of(name, params, hash)?)), &inner[end + 1..]));
    }
    let (word, after) = text.split_at(text.find(' ').unwrap_or(text.len()));
    // A number, or a word that is a value of its own.
    let literal =
        word.starts_with(|c: char| c.is_ascii_digit() || c == '-') || matches!(word, "true" | "false" | "null");
    Path::read(word).filter(|_| !literal).map(|path| (Term::Path(path), after))
}
