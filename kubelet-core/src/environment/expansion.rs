//! `$(NAME)` in environment values, commands and arguments.
//!
//! Upstream: `third_party/forked/golang/expansion/expand.go`.

/// Replaces each `$(NAME)` by what `lookup` gives for the name. A name it does not know stays as it
/// was written; `$$` is a plain `$`.
pub fn expand(input: &str, lookup: impl Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(input.len());
    let mut rest = input;
    while let Some(at) = rest.find('$') {
        out.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        rest = match after.as_bytes().first() {
            Some(b'$') => {
                out.push('$');
                &after[1..]
            }
            Some(b'(') => match after.find(')') {
                Some(end) => {
                    let name = &after[1..end];
                    match lookup(name) {
                        Some(value) => out.push_str(&value),
                        None => {
                            out.push_str("$(");
                            out.push_str(name);
                            out.push(')');
                        }
                    }
                    &after[end + 1..]
                }
                None => {
                    out.push_str("$(");
                    &after[1..]
                }
            },
            _ => {
                out.push('$');
                after
            }
        };
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expands_as_upstream() {
        let lookup = |name: &str| match name {
            "A" => Some("1".to_owned()),
            "B" => Some("two$(A)".to_owned()),
            _ => None,
        };
        let cases = [
            ("plain", "text", "text"),
            ("variable", "x$(A)y", "x1y"),
            ("no second pass", "$(B)", "two$(A)"),
            ("unknown stays", "$(C)", "$(C)"),
            ("escaped", "$$(A)", "$(A)"),
            ("escaped twice", "$$$$(A)", "$$(A)"),
            ("unterminated", "$(A", "$(A"),
            ("shell form", "${A}$A", "${A}$A"),
            ("last", "a$", "a$"),
        ];
        for (name, input, want) in cases {
            assert_eq!(expand(input, lookup), want, "{name}");
        }
    }
}
