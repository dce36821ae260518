//! The syntax of layout comments: `<!-- brief:NAME key=value -->`, `<!-- /brief:NAME -->`. `markdown/comment.rs`
//! interprets them.

/// A layout comment: the text between `<!--` and `-->`.
pub(crate) enum WrittenComment<'a> {
    /// `brief:NAME`: the name, and the text after it.
    Open(&'a str, &'a str),
    /// `/brief:NAME`: the name.
    Close(&'a str),
}

impl<'a> WrittenComment<'a> {
    /// Parses the text of a comment; `None` when it is not a layout comment.
    pub(crate) fn read(inner: &'a str) -> Option<Self> {
        if let Some(name) = inner.strip_prefix("/brief:") {
            return Some(Self::Close(name.trim()));
        }
        let inner = inner.strip_prefix("brief:")?;
        let (name, rest) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
        Some(Self::Open(name, rest))
    }
}

/// An error message and a suggested fix.
pub(crate) type CommentError = (String, Option<String>);

/// The `key=value` pairs of one comment, from which they are taken one by one.
pub(crate) struct CommentKeys<'a> {
    name: &'a str,
    found: Vec<(&'a str, String)>,
}

impl<'a> CommentKeys<'a> {
    /// Parses the pairs after a name. Fails if the text is not a list of pairs.
    pub(crate) fn read(name: &'a str, mut rest: &'a str) -> Result<Self, CommentError> {
        let mut found = Vec::new();
        loop {
            rest = rest.trim_start();
            if rest.is_empty() {
                return Ok(Self { name, found });
            }
            let wrong = || (format!("`brief:{name}` is followed by `{rest}`, expected key=value"), None);
            let (key, after) = rest.split_once('=').ok_or_else(wrong)?;
            let (value, after) = match after.strip_prefix('"') {
                Some(quoted) => quoted.split_once('"').ok_or_else(wrong)?,
                None => after.split_once(char::is_whitespace).unwrap_or((after, "")),
            };
            found.push((key.trim(), value.to_owned()));
            rest = after;
        }
    }

    /// Removes a key and returns its value. Fails if the key is missing.
    pub(crate) fn take(&mut self, key: &str) -> Result<String, CommentError> {
        match self.found.iter().position(|(found, _)| *found == key) {
            Some(at) => Ok(self.found.remove(at).1),
            None => Err((format!("`brief:{}` lacks `{key}=`", self.name), None)),
        }
    }

    /// Removes a key whose value is a list of whole numbers separated by spaces. Fails if it is missing or not such a
    /// list.
    pub(crate) fn numbers(&mut self, key: &str) -> Result<Vec<u32>, CommentError> {
        let value = self.take(key)?;
        let numbers: Result<_, _> = value.split_whitespace().map(str::parse).collect();
        numbers.map_err(|_| (format!("`{key}={value}` in `brief:{}`, expected whole numbers", self.name), None))
    }

    /// Removes a key whose value is a number from `least` to `most`. Fails if it is missing or not such a number.
    pub(crate) fn number(&mut self, key: &str, least: u8, most: u8) -> Result<u8, CommentError> {
        let value = self.take(key)?;
        value.parse().ok().filter(|number| (least..=most).contains(number)).ok_or_else(|| {
            (format!("`{key}={value}` in `brief:{}`, expected a number from {least} to {most}", self.name), None)
        })
    }

    /// Removes the keys of `brief:drop`: the priority, and the note that is printed in place of the part.
    pub(crate) fn priority_and_note(&mut self) -> Result<(u8, String), CommentError> {
        Ok((self.number("priority", 1, 9)?, self.take("note")?))
    }

    /// Fails if a key is left that nobody has taken.
    pub(crate) fn end(&self) -> Result<(), CommentError> {
        match self.found.first() {
            None => Ok(()),
            Some((key, _)) => Err((format!("`brief:{}` takes no `{key}`", self.name), None)),
        }
    }
}
