//! JSON text in tokens: strings, numbers and whole values, borrowed where they can be.

use std::borrow::Cow;

/// Nesting beyond which a text is refused, as Go's decoder does.
const MAX_DEPTH: usize = 10_000;

/// What is wrong with a text or a value in it; boxed, since it is seldom made.
pub(crate) type Fault = Box<str>;

/// A cursor over a text.
#[derive(Debug)]
pub(crate) struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

#[cold]
fn fault(text: impl Into<Fault>) -> Fault {
    text.into()
}

impl<'a> Scanner<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// Where the cursor stands, in bytes.
    pub(crate) fn offset(&self) -> usize {
        self.at
    }

    /// What is not read yet.
    pub(crate) fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Passes so many bytes, which another cursor has read.
    pub(crate) fn advance(&mut self, taken: usize) {
        self.at += taken;
    }

    /// The next byte that is no white space, without passing it; 0 at the end.
    #[inline]
    pub(crate) fn peek(&mut self) -> u8 {
        let bytes = self.text.as_bytes();
        loop {
            match bytes.get(self.at) {
                Some(b' ' | b'\n' | b'\t' | b'\r') => self.at += 1,
                Some(&byte) => return byte,
                None => return 0,
            }
        }
    }

    /// Passes the byte that was just looked at.
    #[inline]
    pub(crate) fn pass(&mut self) {
        self.at += 1;
    }

    /// What is wrong here, where `wanted` should stand.
    #[cold]
    pub(crate) fn unexpected(&self, wanted: &str) -> Fault {
        match self.text[self.boundary()..].chars().next() {
            None => fault("unexpected end of JSON input"),
            Some(found) => {
                fault(format!("invalid character {found:?} at offset {}, want {wanted}", self.at))
            }
        }
    }

    fn boundary(&self) -> usize {
        let mut at = self.at.min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }

    /// Passes a byte that must come next.
    #[inline]
    pub(crate) fn expect(&mut self, byte: u8, wanted: &str) -> Result<(), Fault> {
        if self.peek() == byte {
            self.at += 1;
            return Ok(());
        }
        Err(self.unexpected(wanted))
    }

    /// Passes `,` and says that there is more, or passes the closing byte.
    #[inline]
    pub(crate) fn more(&mut self, close: u8) -> Result<bool, Fault> {
        let byte = self.peek();
        if byte == b',' {
            self.at += 1;
            Ok(true)
        } else if byte == close {
            self.at += 1;
            Ok(false)
        } else {
            Err(self.unexpected("a comma or the end"))
        }
    }

    /// Passes `null`, `true` or `false`.
    pub(crate) fn word(&mut self, word: &'static str) -> Result<(), Fault> {
        if self.text.as_bytes()[self.at..].starts_with(word.as_bytes()) {
            self.at += word.len();
            return Ok(());
        }
        Err(self.unexpected(word))
    }

    /// A name and its colon.
    #[inline]
    pub(crate) fn key(&mut self) -> Result<Cow<'a, str>, Fault> {
        if self.peek() != b'"' {
            return Err(self.unexpected("a name in quotes"));
        }
        let key = self.string()?;
        self.expect(b':', "a colon")?;
        Ok(key)
    }

    /// The name that was read at an offset, once more.
    #[cold]
    pub(crate) fn key_at(&self, at: usize) -> Cow<'a, str> {
        Self { text: self.text, at }.string().unwrap_or_default()
    }

    /// The string whose opening quote comes next.
    #[inline]
    pub(crate) fn string(&mut self) -> Result<Cow<'a, str>, Fault> {
        self.at += 1;
        let start = self.at;
        self.run();
        if self.text.as_bytes().get(self.at) == Some(&b'"') {
            let text = &self.text[start..self.at];
            self.at += 1;
            return Ok(Cow::Borrowed(text));
        }
        self.escaped(start).map(Cow::Owned)
    }

    /// Passes the bytes of a string that stand for themselves.
    #[inline]
    fn run(&mut self) {
        const ONES: u64 = 0x0101_0101_0101_0101;
        const HIGHS: u64 = 0x8080_8080_8080_8080;
        let bytes = self.text.as_bytes();
        // Eight bytes at a time: which of them is a quote, a backslash or below a space.
        while let Some(&eight) = bytes.get(self.at..).and_then(<[u8]>::first_chunk::<8>) {
            let word = u64::from_le_bytes(eight);
            let equal = |byte: u8| {
                let x = word ^ (ONES * u64::from(byte));
                x.wrapping_sub(ONES) & !x
            };
            let below = word.wrapping_sub(ONES * 0x20) & !word;
            let found = (equal(b'"') | equal(b'\\') | below) & HIGHS;
            if found != 0 {
                self.at += (found.trailing_zeros() / 8) as usize;
                return;
            }
            self.at += 8;
        }
        while let Some(&byte) = bytes.get(self.at)
            && byte != b'"'
            && byte != b'\\'
            && byte >= 0x20
        {
            self.at += 1;
        }
    }

    /// The rest of a string that has escapes; the cursor stands at the first of them.
    #[cold]
    fn escaped(&mut self, start: usize) -> Result<String, Fault> {
        let mut out = self.text[start..self.at].to_owned();
        loop {
            let from = self.at;
            self.run();
            out.push_str(&self.text[from..self.at]);
            match self.text.as_bytes().get(self.at) {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(out);
                }
                Some(b'\\') => {
                    self.at += 1;
                    let escape = self.text.as_bytes().get(self.at).copied().unwrap_or(0);
                    self.at += 1;
                    out.push(match escape {
                        b'"' | b'\\' | b'/' => char::from(escape),
                        b'b' => '\u{8}',
                        b'f' => '\u{c}',
                        b'n' => '\n',
                        b'r' => '\r',
                        b't' => '\t',
                        b'u' => self.unicode()?,
                        _ => {
                            self.at -= 1;
                            return Err(self.unexpected("an escape"));
                        }
                    });
                }
                _ => return Err(self.unexpected("a character of a string")),
            }
        }
    }

    /// Passes the string whose opening quote comes next.
    fn skip_string(&mut self) -> Result<(), Fault> {
        self.at += 1;
        loop {
            self.run();
            match self.text.as_bytes().get(self.at) {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(());
                }
                Some(b'\\') => {
                    self.at += 1;
                    match self.text.as_bytes().get(self.at) {
                        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => {
                            self.at += 1
                        }
                        Some(b'u') => {
                            self.at += 1;
                            self.hex()?;
                        }
                        _ => return Err(self.unexpected("an escape")),
                    }
                }
                _ => return Err(self.unexpected("a character of a string")),
            }
        }
    }

    /// The character of `\uXXXX`, or of two of them; lone surrogates become U+FFFD, as in Go.
    fn unicode(&mut self) -> Result<char, Fault> {
        let first = self.hex()?;
        if (0xd800..0xdc00).contains(&first) && self.text.as_bytes()[self.at..].starts_with(b"\\u")
        {
            let after_first = self.at;
            self.at += 2;
            let second = self.hex()?;
            if (0xdc00..0xe000).contains(&second) {
                let code = 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
                return Ok(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
            }
            self.at = after_first;
        }
        Ok(char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    fn hex(&mut self) -> Result<u32, Fault> {
        let digits = self.text.as_bytes().get(self.at..self.at + 4).unwrap_or_default();
        let mut code = 0;
        for digit in digits {
            let Some(value) = char::from(*digit).to_digit(16) else {
                return Err(self.unexpected("four hexadecimal digits"));
            };
            code = code << 4 | value;
        }
        if digits.len() < 4 {
            return Err(fault("unexpected end of JSON input"));
        }
        self.at += 4;
        Ok(code)
    }

    /// The text of the number that comes next.
    pub(crate) fn number(&mut self) -> Result<&'a str, Fault> {
        let bytes = self.text.as_bytes();
        let start = self.at;
        let mut at = start;
        let digits = |at: &mut usize| {
            let from = *at;
            while bytes.get(*at).is_some_and(u8::is_ascii_digit) {
                *at += 1;
            }
            *at > from
        };
        if bytes.get(at) == Some(&b'-') {
            at += 1;
        }
        let mut whole = true;
        if bytes.get(at) == Some(&b'0') {
            at += 1;
        } else {
            whole = digits(&mut at);
        }
        if whole && bytes.get(at) == Some(&b'.') {
            at += 1;
            whole = digits(&mut at);
        }
        if whole && matches!(bytes.get(at), Some(b'e' | b'E')) {
            at += 1;
            if matches!(bytes.get(at), Some(b'+' | b'-')) {
                at += 1;
            }
            whole = digits(&mut at);
        }
        self.at = at;
        if whole { Ok(&self.text[start..at]) } else { Err(self.unexpected("a digit")) }
    }

    /// Passes a whole value and says whether there was white space in it.
    pub(crate) fn skip(&mut self) -> Result<bool, Fault> {
        self.skip_within(MAX_DEPTH)
    }

    fn skip_within(&mut self, max_depth: usize) -> Result<bool, Fault> {
        // One bit a level would do; a byte is simpler and 10,000 of them are nothing.
        let mut open: Vec<u8> = Vec::new();
        let mut spaced = false;
        loop {
            // A value comes next.
            let before = self.at;
            let first = self.peek();
            spaced |= !open.is_empty() && self.at != before;
            match first {
                b'{' | b'[' => {
                    self.at += 1;
                    let before = self.at;
                    let close = first + 2;
                    if self.peek() == close {
                        spaced |= self.at != before;
                        self.at += 1;
                    } else {
                        if open.len() >= max_depth {
                            return Err(fault("exceeded max depth"));
                        }
                        open.push(close);
                        if close == b'}' {
                            spaced |= self.name()?;
                        }
                        continue;
                    }
                }
                b'"' => self.skip_string()?,
                b't' => self.word("true")?,
                b'f' => self.word("false")?,
                b'n' => self.word("null")?,
                b'-' | b'0'..=b'9' => drop(self.number()?),
                _ => return Err(self.unexpected("a value")),
            }
            // A value is done: close what ends with it.
            loop {
                let Some(&close) = open.last() else { return Ok(spaced) };
                let before = self.at;
                let more = self.more(close)?;
                spaced |= self.at != before + 1;
                if more {
                    if close == b'}' {
                        spaced |= self.name()?;
                    }
                    break;
                }
                open.pop();
            }
        }
    }

    /// Passes a name and its colon and says whether there was white space before or between.
    fn name(&mut self) -> Result<bool, Fault> {
        let before = self.at;
        let first = self.peek();
        let mut spaced = self.at != before;
        if first != b'"' {
            return Err(self.unexpected("a name in quotes"));
        }
        self.skip_string()?;
        let before = self.at;
        self.expect(b':', "a colon")?;
        spaced |= self.at != before + 1;
        Ok(spaced)
    }

    /// The text of a whole value, nested so deep at most, without white space between its tokens.
    pub(crate) fn raw(&mut self, max_depth: usize) -> Result<Cow<'a, str>, Fault> {
        self.peek();
        let start = self.at;
        let spaced = self.skip_within(max_depth)?;
        let text = &self.text[start..self.at];
        Ok(if spaced { Cow::Owned(compact(text)) } else { Cow::Borrowed(text) })
    }

    /// The text of a whole value as it stands.
    pub(crate) fn raw_text(&mut self) -> Result<&'a str, Fault> {
        self.peek();
        let start = self.at;
        self.skip()?;
        Ok(&self.text[start..self.at])
    }

    /// Checks that only white space is left.
    pub(crate) fn end(&mut self) -> Result<(), Fault> {
        self.peek();
        if self.at == self.text.len() { Ok(()) } else { Err(self.unexpected("the end")) }
    }
}

/// Valid JSON without the white space between its tokens.
fn compact(text: &str) -> String {
    let (mut quoted, mut escaped) = (false, false);
    text.chars()
        .filter(|&c| {
            let keep = quoted || !matches!(c, ' ' | '\n' | '\t' | '\r');
            quoted ^= c == '"' && !escaped;
            escaped = quoted && c == '\\' && !escaped;
            keep
        })
        .collect()
}

/// Whether a text is one JSON value.
pub(crate) fn is_json(text: &str) -> bool {
    let mut scanner = Scanner::new(text);
    scanner.skip().is_ok() && scanner.end().is_ok()
}
