//! Patterns as RE2 reads them, run by the `regex` crate.
//!
//! The two languages differ in small ways: classes such as `\d` are ASCII in RE2, `[[]` and `{` may
//! stand for themselves, `\Q..\E` quotes, `&&` in a class is two characters, and a repetition
//! counts to a thousand. This front end rewrites one into the other.

use std::fmt;

/// How large a compiled pattern may grow, in bytes.
const SIZE_LIMIT: usize = 10 << 20;
/// How often a pattern may repeat a part.
const MAX_REPEAT: u32 = 1000;

/// A compiled pattern.
#[derive(Clone, Debug)]
pub struct Regex(regex::Regex);

/// Why a pattern is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternError(String);

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error parsing regexp: {}", self.0)
    }
}

impl std::error::Error for PatternError {}

impl Regex {
    /// Compiles a pattern of RE2's syntax.
    ///
    /// # Errors
    /// It has none, or grows too large.
    pub fn new(pattern: &str) -> Result<Self, PatternError> {
        let translated = translate(pattern)?;
        regex::RegexBuilder::new(&translated).size_limit(SIZE_LIMIT).build().map(Self).map_err(
            |e| match e {
                regex::Error::CompiledTooBig(_) => PatternError("expression too large".to_owned()),
                _ => PatternError(format!("invalid expression: `{pattern}`")),
            },
        )
    }

    /// Whether the pattern occurs in `text`.
    pub fn is_match(&self, text: &str) -> bool {
        self.0.is_match(text)
    }

    /// The first occurrence.
    pub fn find<'t>(&self, text: &'t str) -> Option<&'t str> {
        self.0.find(text).map(|m| m.as_str())
    }

    /// The occurrences that do not overlap, as Go counts them: an empty one right behind another
    /// does not count.
    pub fn find_all<'t>(&self, text: &'t str) -> impl Iterator<Item = &'t str> {
        let mut last_end = None;
        self.0.find_iter(text).filter_map(move |m| {
            let counts = !(m.is_empty() && last_end == Some(m.start()));
            last_end = Some(m.end());
            counts.then(|| m.as_str())
        })
    }
}

/// Rewrites a pattern of RE2 into one of the `regex` crate.
pub(crate) fn translate(pattern: &str) -> Result<String, PatternError> {
    let mut t = Translator { rest: pattern, out: String::with_capacity(pattern.len() + 8) };
    while let Some(c) = t.rest.chars().next() {
        match c {
            '\\' => t.escape(false)?,
            '[' => t.class()?,
            '{' => t.repeat()?,
            '}' | ']' => t.literal(c),
            '(' => t.group()?,
            c => t.copy(c),
        }
    }
    Ok(t.out)
}

struct Translator<'p> {
    rest: &'p str,
    out: String,
}

impl Translator<'_> {
    fn skip(&mut self, bytes: usize) {
        self.rest = &self.rest[bytes..];
    }

    fn copy(&mut self, c: char) {
        self.out.push(c);
        self.skip(c.len_utf8());
    }

    fn literal(&mut self, c: char) {
        self.quote(c);
        self.skip(c.len_utf8());
    }

    fn quote(&mut self, c: char) {
        if c.is_ascii_punctuation() {
            self.out.push('\\');
        }
        self.out.push(c);
    }

    fn fail<T>(&self, what: &str, at: &str) -> Result<T, PatternError> {
        Err(PatternError(format!("{what}: `{at}`")))
    }

    /// `(?` may only be followed by what RE2 knows.
    fn group(&mut self) -> Result<(), PatternError> {
        let Some(inside) = self.rest.strip_prefix("(?") else {
            self.copy('(');
            return Ok(());
        };
        if inside.starts_with("P<")
            || (inside.starts_with('<') && !inside.starts_with("<=") && !inside.starts_with("<!"))
        {
            let name_start = if inside.starts_with('P') { 2 } else { 1 };
            let Some(end) = inside.find('>') else {
                return self.fail("invalid named capture", self.rest);
            };
            let name = &inside[name_start..end];
            let valid =
                !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
            if !valid {
                return self.fail("invalid named capture", self.rest);
            }
            // Names have no use here, and RE2 lets them begin with a digit.
            self.out.push('(');
            self.skip(2 + end + 1);
            return Ok(());
        }
        let Some(end) = inside.find([')', ':']) else {
            return self.fail("missing argument to repetition operator", self.rest);
        };
        let flags = &inside[..end];
        if !flags.chars().all(|c| "imsU-".contains(c)) || flags.matches('-').count() > 1 {
            return self.fail("invalid or unsupported Perl syntax", &self.rest[..2]);
        }
        self.out.push_str("(?");
        self.out.push_str(&inside[..=end]);
        self.skip(2 + end + 1);
        Ok(())
    }

    /// A `{` that opens no repetition stands for itself.
    fn repeat(&mut self) -> Result<(), PatternError> {
        let Some(end) = self.rest.find('}') else {
            self.literal('{');
            return Ok(());
        };
        let body = &self.rest[1..end];
        let (low, high) = body.split_once(',').unwrap_or((body, body));
        let digits =
            |s: &str| !s.is_empty() && s.len() < 10 && s.bytes().all(|b| b.is_ascii_digit());
        if !digits(low) || !(high.is_empty() || digits(high)) {
            self.literal('{');
            return Ok(());
        }
        let (low, high) = (low.parse().unwrap_or(0), high.parse().unwrap_or(0_u32));
        if low > MAX_REPEAT || high > MAX_REPEAT {
            return self.fail("invalid repeat count", &self.rest[..=end]);
        }
        self.out.push_str(&self.rest[..=end]);
        self.skip(end + 1);
        Ok(())
    }

    fn escape(&mut self, in_class: bool) -> Result<(), PatternError> {
        let mut chars = self.rest.chars();
        chars.next();
        let Some(c) = chars.next() else {
            return self.fail("trailing backslash at end of expression", "");
        };
        let len = 1 + c.len_utf8();
        let class = match c {
            'd' => "0-9",
            's' => "\\t\\n\\f\\r ",
            'w' => "0-9A-Za-z_",
            'D' => "^0-9",
            'S' => "^\\t\\n\\f\\r ",
            'W' => "^0-9A-Za-z_",
            _ => "",
        };
        if !class.is_empty() {
            let negated = class.starts_with('^');
            if in_class && !negated {
                self.out.push_str(class);
            } else {
                self.out.push('[');
                self.out.push_str(class);
                self.out.push(']');
            }
            self.skip(len);
            return Ok(());
        }
        match c {
            'Q' if !in_class => {
                self.skip(len);
                let end = self.rest.find("\\E");
                for c in self.rest[..end.unwrap_or(self.rest.len())].chars() {
                    self.quote(c);
                }
                self.skip(end.map_or(self.rest.len(), |e| e + 2));
            }
            'E' if !in_class => self.skip(len),
            'b' | 'B' if !in_class => {
                self.out.push_str(if c == 'b' { "(?-u:\\b)" } else { "(?-u:\\B)" });
                self.skip(len);
            }
            'A' | 'z' if !in_class => {
                self.out.push('\\');
                self.out.push(c);
                self.skip(len);
            }
            'a' | 'f' | 'n' | 'r' | 't' | 'v' => {
                self.out.push('\\');
                self.out.push(c);
                self.skip(len);
            }
            'x' => return self.hexadecimal(),
            'p' | 'P' => return self.property(),
            '0'..='7' => return self.octal(),
            c if c.is_ascii_punctuation() => {
                self.quote(c);
                self.skip(len);
            }
            _ => return self.fail("invalid escape sequence", &self.rest[..len]),
        }
        Ok(())
    }

    fn hexadecimal(&mut self) -> Result<(), PatternError> {
        let body = &self.rest[2..];
        let (digits, taken) = match body.strip_prefix('{') {
            Some(inside) => match inside.find('}') {
                Some(end) => (&inside[..end], end + 2),
                None => return self.fail("invalid escape sequence", self.rest),
            },
            None => match body.get(..2) {
                Some(two) => (two, 2),
                None => return self.fail("invalid escape sequence", self.rest),
            },
        };
        let code = u32::from_str_radix(digits, 16).ok().and_then(char::from_u32);
        let Some(c) = code.filter(|_| !digits.starts_with('+')) else {
            return self.fail("invalid escape sequence", self.rest);
        };
        self.quote(c);
        self.skip(2 + taken);
        Ok(())
    }

    /// `\0` to `\777`; a single digit above zero would be a back reference, which RE2 has not.
    fn octal(&mut self) -> Result<(), PatternError> {
        let digits: String =
            self.rest[1..].chars().take_while(|c| ('0'..='7').contains(c)).take(3).collect();
        if !digits.starts_with('0') && digits.len() < 2 {
            return self.fail("invalid escape sequence", &self.rest[..2]);
        }
        let code = u32::from_str_radix(&digits, 8).ok().and_then(char::from_u32);
        let Some(c) = code else { return self.fail("invalid escape sequence", self.rest) };
        self.quote(c);
        self.skip(1 + digits.len());
        Ok(())
    }

    fn property(&mut self) -> Result<(), PatternError> {
        let len = match self.rest[2..].chars().next() {
            Some('{') => match self.rest.find('}') {
                Some(end) => end + 1,
                None => return self.fail("invalid character class range", self.rest),
            },
            Some(c) => 2 + c.len_utf8(),
            None => return self.fail("invalid character class range", self.rest),
        };
        self.out.push_str(&self.rest[..len]);
        self.skip(len);
        Ok(())
    }

    fn class(&mut self) -> Result<(), PatternError> {
        let whole = self.rest;
        self.copy('[');
        if self.rest.starts_with('^') {
            self.copy('^');
        }
        let mut first = true;
        loop {
            let Some(c) = self.rest.chars().next() else {
                return self.fail("missing closing ]", whole);
            };
            match c {
                ']' if !first => {
                    self.copy(']');
                    return Ok(());
                }
                '\\' => self.escape(true)?,
                '[' if self.rest.starts_with("[:") && self.rest.contains(":]") => {
                    let end = self.rest.find(":]").map_or(self.rest.len(), |e| e + 2);
                    self.out.push_str(&self.rest[..end]);
                    self.skip(end);
                }
                '-' => {
                    // A dash at either end stands for itself; elsewhere it makes a range.
                    let last = self.rest[1..].starts_with(']');
                    if first || last { self.literal('-') } else { self.copy('-') }
                }
                c => self.literal(c),
            }
            first = false;
        }
    }
}
