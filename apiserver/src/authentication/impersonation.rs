//! Acting as somebody else: the `Impersonate-*` headers.
//!
//! *Upstream:* `apiserver/pkg/endpoints/filters/impersonation`.

use std::collections::BTreeMap;
use std::sync::Arc;

use http::HeaderMap;

use super::{ANONYMOUS, AUTHENTICATED, UNAUTHENTICATED, User};
use crate::authorization::Attributes;

const ACCOUNT: &str = "system:serviceaccount:";

/// Who the sender wants to be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Impersonation {
    user: String,
    uid: String,
    groups: Vec<String>,
    extra: BTreeMap<String, Vec<String>>,
}

/// Headers that make no sense.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ImpersonationError {
    /// Groups, uid or extra without a user.
    #[error("requested {0} without impersonating a user")]
    NoUser(String),
    /// A header that is not text.
    #[error("header {0} is not text")]
    NotText(String),
}

impl Impersonation {
    /// Reads the headers; `None` when there are none.
    ///
    /// # Errors
    /// When a user is missing or a header is not text.
    pub fn from_headers(headers: &HeaderMap) -> Result<Option<Self>, ImpersonationError> {
        let mut wanted = Self::default();
        let mut any = false;
        for (name, value) in headers {
            let Some(part) = name.as_str().strip_prefix("impersonate-") else { continue };
            let not_text = || ImpersonationError::NotText(name.to_string());
            let text = value.to_str().map_err(|_| not_text())?.to_owned();
            any = true;
            match part {
                "user" => wanted.user = text,
                "uid" => wanted.uid = text,
                "group" => wanted.groups.push(text),
                _ => match part.strip_prefix("extra-") {
                    Some(key) => wanted.extra.entry(decode(key)).or_default().push(text),
                    None => any = any && !wanted.user.is_empty(),
                },
            }
        }
        if !any {
            return Ok(None);
        }
        if wanted.user.is_empty() {
            return Err(ImpersonationError::NoUser(format!("{wanted:?}")));
        }
        Ok(Some(wanted))
    }

    /// What the sender must be allowed to do, one question for each part.
    #[must_use]
    pub fn questions(&self, sender: &Arc<User>) -> Vec<Attributes> {
        let ask = |group: &str, resource: &str, namespace: &str, name: &str| Attributes {
            user: Arc::clone(sender),
            verb: "impersonate".to_owned(),
            group: group.to_owned(),
            version: "v1".to_owned(),
            resource: resource.to_owned(),
            namespace: namespace.to_owned(),
            name: name.to_owned(),
            resource_request: true,
            ..Attributes::default()
        };
        let authentication = "authentication.k8s.io";
        let mut out = Vec::new();
        match self.account() {
            Some((namespace, name)) => out.push(ask("", "serviceaccounts", namespace, name)),
            None => out.push(ask("", "users", "", &self.user)),
        }
        out.extend(self.groups.iter().map(|g| ask("", "groups", "", g)));
        for (key, values) in &self.extra {
            out.extend(values.iter().map(|value| Attributes {
                subresource: key.clone(),
                ..ask(authentication, "userextras", "", value)
            }));
        }
        if !self.uid.is_empty() {
            out.push(ask(authentication, "uids", "", &self.uid));
        }
        out
    }

    /// The user that the rest of the request belongs to.
    #[must_use]
    pub fn into_user(self) -> User {
        let mut groups = self.groups.clone();
        if let (Some((namespace, _)), true) = (self.account(), groups.is_empty()) {
            groups.push("system:serviceaccounts".to_owned());
            groups.push(format!("system:serviceaccounts:{namespace}"));
        }
        let implied = if self.user == ANONYMOUS { UNAUTHENTICATED } else { AUTHENTICATED };
        if !groups.iter().any(|g| g == implied) {
            groups.push(implied.to_owned());
        }
        User { name: self.user, uid: self.uid, groups, extra: self.extra }
    }

    fn account(&self) -> Option<(&str, &str)> {
        self.user.strip_prefix(ACCOUNT)?.split_once(':')
    }
}

/// Percent-decodes the key of an extra header, which HTTP has lower-cased.
fn decode(key: &str) -> String {
    let bytes = key.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while i < bytes.len() {
        let code = key.get(i + 1..i + 3).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match (bytes[i], code) {
            (b'%', Some(byte)) => {
                out.push(byte);
                i += 3;
            }
            (byte, _) => {
                out.push(byte);
                i += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let mut map = HeaderMap::new();
        for (name, value) in pairs {
            map.append(*name, http::HeaderValue::from_static(value));
        }
        map
    }

    #[test]
    fn headers_become_questions_and_a_user() {
        let map = headers(&[
            ("impersonate-user", "system:serviceaccount:ns:web"),
            ("impersonate-extra-example.com%2fscope", "a"),
        ]);
        let wanted = Impersonation::from_headers(&map).unwrap().unwrap();
        let asked = wanted.questions(&Arc::new(User::named("root")));
        let brief: Vec<_> = asked
            .iter()
            .map(|a| (a.resource.as_str(), a.subresource.as_str(), a.name.as_str()))
            .collect();
        assert_eq!(
            brief,
            [("serviceaccounts", "", "web"), ("userextras", "example.com/scope", "a")]
        );
        let user = wanted.into_user();
        let groups =
            ["system:serviceaccounts", "system:serviceaccounts:ns", "system:authenticated"];
        assert_eq!(user.groups, groups);
    }

    #[test]
    fn groups_need_a_user() {
        assert_eq!(Impersonation::from_headers(&HeaderMap::new()), Ok(None));
        assert!(Impersonation::from_headers(&headers(&[("impersonate-group", "dev")])).is_err());
    }
}
