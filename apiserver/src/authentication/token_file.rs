//! Users by bearer tokens from a file of lines `token,user,uid,"group1,group2"`.
//!
//! *Upstream:* `apiserver/pkg/authentication/token/tokenfile`.

use std::collections::HashMap;

use async_trait::async_trait;

use super::{AuthenticationError, Authenticator, User, bearer_token};

/// Tokens and the users they stand for.
#[derive(Clone, Default)]
pub struct TokenFile(HashMap<String, User>);

/// Tokens do not belong in logs.
impl std::fmt::Debug for TokenFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "TokenFile({} tokens)", self.0.len())
    }
}

/// A line that is not what it should be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "token file: line {line} must have at least 3 columns (token, user name, user uid), found {found}"
)]
pub struct TokenFileError {
    /// Number of the line, from 1.
    pub line: usize,
    /// Columns found.
    pub found: usize,
}

impl TokenFile {
    /// Reads the text of a token file; blank lines are skipped.
    ///
    /// # Errors
    /// When a line has fewer than three columns or an empty token.
    pub fn parse(text: &str) -> Result<Self, TokenFileError> {
        let mut tokens = HashMap::new();
        for (i, line) in text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
            let columns = columns(line);
            match columns.as_slice() {
                [token, name, uid, rest @ ..] if !token.is_empty() => {
                    let groups = rest.first().map(String::as_str).unwrap_or_default();
                    let user = User {
                        name: name.clone(),
                        uid: uid.clone(),
                        groups: groups
                            .split(',')
                            .map(str::trim)
                            .filter(|g| !g.is_empty())
                            .map(str::to_owned)
                            .collect(),
                        ..User::default()
                    };
                    tokens.insert(token.clone(), user);
                }
                short => return Err(TokenFileError { line: i + 1, found: short.len() }),
            }
        }
        Ok(Self(tokens))
    }

    /// Adds a token.
    #[must_use]
    pub fn with(mut self, token: impl Into<String>, user: User) -> Self {
        self.0.insert(token.into(), user);
        self
    }
}

/// Columns of a CSV line; quoted ones may hold commas, a doubled quote stands for one.
fn columns(line: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    let mut quoted = false;
    let mut chars = line.trim().chars().peekable();
    while let Some(c) = chars.next() {
        let last = out.len() - 1;
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                out[last].push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => out.push(String::new()),
            c => out[last].push(c),
        }
    }
    out.iter().map(|c| c.trim().to_owned()).collect()
}

#[async_trait]
impl Authenticator for TokenFile {
    async fn authenticate(
        &self,
        request: &http::request::Parts,
    ) -> Result<Option<User>, AuthenticationError> {
        Ok(bearer_token(request).and_then(|token| self.0.get(token).cloned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_become_users() {
        let file = TokenFile::parse("t1,jane,u1,\"dev,ops\"\n\nt2, joe ,u2\n").unwrap();
        assert_eq!(file.0["t1"].groups, ["dev", "ops"]);
        assert_eq!(file.0["t2"], User { uid: "u2".into(), ..User::named("joe") });
        let short = TokenFile::parse("ok,a,b\nt,jane").unwrap_err();
        assert_eq!(short, TokenFileError { line: 2, found: 2 });
    }
}
