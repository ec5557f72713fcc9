//! Clients of servers over the network.

use std::sync::Arc;

use bowline_apimachinery::clock::SystemClock;
use http::header::USER_AGENT;
use http::{HeaderMap, HeaderName, HeaderValue};

use super::{Client, Inner};
use crate::config::{Config, ConfigError, Impersonation};
use crate::transport::Remote;

impl Client {
    /// A client of the server of a configuration. Nothing is sent yet.
    ///
    /// # Errors
    /// When certificates, keys, addresses or names are not usable.
    pub fn new(config: Config) -> Result<Self, ConfigError> {
        let mut headers = HeaderMap::new();
        impersonate(&config.impersonation, &mut headers)?;
        if !config.user_agent.is_empty() {
            let value = HeaderValue::from_str(&config.user_agent)
                .map_err(|_| ConfigError::Header { what: "the user agent" })?;
            headers.insert(USER_AGENT, value);
        }
        let remote = Remote::new(config.clone(), Arc::new(SystemClock))?;
        let client = Self::from_transport(Arc::new(remote))
            .with_encoding(config.encoding)
            .with_rate_limit(config.qps, config.burst)
            .with_timeout(config.timeout);
        Ok(client.with(|inner: &mut Inner| {
            inner.headers.extend(headers);
            inner.default_namespace = config.default_namespace;
        }))
    }

    /// A client of the server that the environment names: the user's kubeconfig (`KUBECONFIG`, or
    /// `~/.kube/config`), or the cluster that the program runs in. Reads small files and blocks
    /// for that.
    ///
    /// # Errors
    /// When there is neither, or what there is does not make sense.
    pub fn try_default() -> Result<Self, ConfigError> {
        Self::new(Config::infer()?)
    }
}

fn impersonate(who: &Impersonation, headers: &mut HeaderMap) -> Result<(), ConfigError> {
    let mut add = |name: HeaderName, value: &str| {
        let value = HeaderValue::from_str(value)
            .map_err(|_| ConfigError::Header { what: "whom to act as" })?;
        headers.append(name, value);
        Ok(())
    };
    if who.user.is_empty() {
        return Ok(());
    }
    add(HeaderName::from_static("impersonate-user"), &who.user)?;
    if !who.uid.is_empty() {
        add(HeaderName::from_static("impersonate-uid"), &who.uid)?;
    }
    for group in &who.groups {
        add(HeaderName::from_static("impersonate-group"), group)?;
    }
    for (key, values) in &who.extra {
        let name = HeaderName::from_bytes(extra_header(key).as_bytes())
            .map_err(|_| ConfigError::Header { what: "whom to act as" })?;
        for value in values {
            add(name.clone(), value)?;
        }
    }
    Ok(())
}

/// The header of a key; what a header's name cannot hold is percent-encoded.
fn extra_header(key: &str) -> String {
    let mut name = "impersonate-extra-".to_owned();
    for byte in key.bytes() {
        let legal = byte.is_ascii_alphanumeric() || b"!#$&'*+-.^_`|~".contains(&byte);
        if legal {
            name.push(char::from(byte.to_ascii_lowercase()));
        } else {
            name.push_str(&format!("%{byte:02x}"));
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn impersonation_goes_into_headers() {
        let who = Impersonation {
            user: "jane".into(),
            uid: "7".into(),
            groups: vec!["a".into(), "b".into()],
            extra: BTreeMap::from([("example.com/Scope".into(), vec!["x".into()])]),
        };
        let mut headers = HeaderMap::new();
        impersonate(&who, &mut headers).unwrap();
        let mut lines: Vec<_> =
            headers.iter().map(|(n, v)| format!("{n}: {}", v.to_str().unwrap())).collect();
        lines.sort();
        assert_eq!(
            lines,
            [
                "impersonate-extra-example.com%2fscope: x",
                "impersonate-group: a",
                "impersonate-group: b",
                "impersonate-uid: 7",
                "impersonate-user: jane",
            ]
        );
    }
}
