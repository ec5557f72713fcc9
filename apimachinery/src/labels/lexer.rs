//! Text to tokens.

/// A piece of a selector.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    End,
    Close,
    Comma,
    Not,
    DoubleEquals,
    Equals,
    Greater,
    Less,
    NotEquals,
    Open,
    /// A key or a value; also `in` and `notin`, which the parser tells by their place.
    Word(&'a str),
}

impl<'a> Token<'a> {
    /// The text of the token, for messages.
    pub(super) fn text(self) -> &'a str {
        match self {
            Self::End => "",
            Self::Close => ")",
            Self::Comma => ",",
            Self::Not => "!",
            Self::DoubleEquals => "==",
            Self::Equals => "=",
            Self::Greater => ">",
            Self::Less => "<",
            Self::NotEquals => "!=",
            Self::Open => "(",
            Self::Word(word) => word,
        }
    }
}

/// Hands out the tokens of a text one by one, and ends for ever once the text has ended.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lexer<'a> {
    rest: &'a str,
}

impl<'a> Lexer<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { rest: text }
    }

    pub(super) fn next(&mut self) -> Token<'a> {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\r', '\n']);
        let operators = [
            ("==", Token::DoubleEquals),
            ("=", Token::Equals),
            ("!=", Token::NotEquals),
            ("!", Token::Not),
            (")", Token::Close),
            ("(", Token::Open),
            (",", Token::Comma),
            (">", Token::Greater),
            ("<", Token::Less),
        ];
        for (text, token) in operators {
            if let Some(rest) = self.rest.strip_prefix(text) {
                self.rest = rest;
                return token;
            }
        }
        // Upstream reads a zero byte as the end of a word, and in front of a token as the end of
        // everything.
        if self.rest.is_empty() || self.rest.starts_with('\0') {
            self.rest = "";
            return Token::End;
        }
        let end = self.rest.find(|c| "=!(),>< \t\r\n\0".contains(c)).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest.strip_prefix('\0').unwrap_or(rest);
        Token::Word(word)
    }

    pub(super) fn peek(self) -> Token<'a> {
        let mut copy = self;
        copy.next()
    }
}
