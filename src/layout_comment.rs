//! Layout comments as they are written: `<!-- brief:NAME key=value -->`, `<!-- /brief:NAME -->`. What they mean is in
//! `markdown/comment.rs`.

/// The text between `<!--` and `-->`.
pub(crate) enum WrittenComment<'a> {
    /// `brief:NAME`, and what follows.
    Open(&'a str, &'a str),
    /// `/brief:NAME`
    Close(&'a str),
}

impl<'a> WrittenComment<'a> {
    /// Reads such a text; `None` when it is not about layout.
    pub(crate) fn read(inner: &'a str) -> Option<Self> {
        if let Some(name) = inner.strip_prefix("/brief:") {
            return Some(Self::Close(name.trim()));
        }
        let inner = inner.strip_prefix("brief:")?;
        let (name, rest) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
        Some(Self::Open(name, rest))
    }
}

/// A message and the suggested fix.
pub(crate) type CommentError = (String, Option<String>);

/// The `key=value` pairs of one comment.
pub(crate) struct CommentKeys<'a> {
    name: &'a str,
    found: Vec<(&'a str, String)>,
}

impl<'a> CommentKeys<'a> {
    /// The pairs after a name.
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

    /// The value of a key, which must be there.
    pub(crate) fn take(&mut self, key: &str) -> Result<String, CommentError> {
        match self.found.iter().position(|(found, _)| *found == key) {
            Some(at) => Ok(self.found.remove(at).1),
            None => Err((format!("`brief:{}` lacks `{key}=`", self.name), None)),
        }
    }

    /// Whole numbers with spaces between them.
    pub(crate) fn numbers(&mut self, key: &str) -> Result<Vec<u32>, CommentError> {
        let value = self.take(key)?;
        let numbers: Result<_, _> = value.split_whitespace().map(str::parse).collect();
        numbers.map_err(|_| (format!("`{key}={value}` in `brief:{}`, expected whole numbers", self.name), None))
    }

    /// A number from `least` to `most`.
    pub(crate) fn number(&mut self, key: &str, least: u8, most: u8) -> Result<u8, CommentError> {
        let value = self.take(key)?;
        value.parse().ok().filter(|number| (least..=most).contains(number)).ok_or_else(|| {
            (format!("`{key}={value}` in `brief:{}`, expected a number from {least} to {most}", self.name), None)
        })
    }

    /// What `brief:drop` has: when the part goes, and what is printed in its place.
    pub(crate) fn priority_and_note(&mut self) -> Result<(u8, String), CommentError> {
        Ok((self.number("priority", 1, 9)?, self.take("note")?))
    }

    /// That all keys have been taken.
    pub(crate) fn end(&self) -> Result<(), CommentError> {
        match self.found.first() {
            None => Ok(()),
            Some((key, _)) => Err((format!("`brief:{}` takes no `{key}`", self.name), None)),
        }
    }
}
