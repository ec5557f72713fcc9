//! Query parameters of a request.

/// The parameters of a query, in order, percent-decoded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Query(Vec<(String, String)>);

impl Query {
    pub(super) fn parse(query: &str) -> Self {
        let pairs = query.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name, Plus::IsSpace), decode(value, Plus::IsSpace))
        });
        Self(pairs.collect())
    }

    pub(super) fn first(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Whether the parameter is on. The API server writes `1`, people write `true`.
    pub(super) fn is_on(&self, name: &str) -> bool {
        matches!(self.first(name), Some("1" | "true" | "True" | "TRUE" | "t" | "T"))
    }
}

/// What `+` stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Plus {
    /// In a query.
    IsSpace,
    /// In a path.
    IsPlus,
}

/// Undoes percent-encoding. What is not well encoded stays as it is.
pub(super) fn decode(text: &str, plus: Plus) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        rest = tail;
        match (byte, tail) {
            (b'%', [high, low, ..]) => match (hex(*high), hex(*low)) {
                (Some(high), Some(low)) => {
                    bytes.push(high << 4 | low);
                    rest = tail.get(2..).unwrap_or_default();
                }
                _ => bytes.push(byte),
            },
            (b'+', _) if plus == Plus::IsSpace => bytes.push(b' '),
            _ => bytes.push(byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_read() {
        let query = Query::parse("command=sh&command=-c&command=echo+%22a%26b%22+%2B1&stdin=1&tty");
        let command: Vec<_> = query.all("command").collect();
        assert_eq!(command, ["sh", "-c", "echo \"a&b\" +1"]);
        assert!(query.is_on("stdin") && !query.is_on("tty") && !query.is_on("stdout"));
        assert_eq!(query.first("tty"), Some(""));
        assert_eq!(Query::parse(""), Query::default());
    }

    #[test]
    fn bad_encodings_stay() {
        let rows = [("%", "%"), ("%4", "%4"), ("%zz", "%zz"), ("%41%", "A%"), ("%ff", "\u{fffd}")];
        for (text, want) in rows {
            assert_eq!(decode(text, Plus::IsSpace), want, "{text}");
        }
        assert_eq!(decode("a+b", Plus::IsPlus), "a+b");
    }
}
