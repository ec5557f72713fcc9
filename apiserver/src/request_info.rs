//! What a URL asks for.
//!
//! *Upstream:* `apiserver/pkg/endpoints/request/requestinfo.go`.

use http::Method;

/// A request, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RequestInfo {
    /// Whether the request is about a resource; else only `path` and `verb` are set.
    pub resource_request: bool,
    /// The URL path as sent.
    pub path: String,
    /// `get`, `list`, `watch`, `create`, `update`, `patch`, `delete`, `deletecollection`, or
    /// `proxy`; the lower-case method for other paths.
    pub verb: String,
    /// `api` or `apis`.
    pub api_prefix: String,
    /// API group; empty for the core group.
    pub group: String,
    /// API version.
    pub version: String,
    /// Namespace; empty for none.
    pub namespace: String,
    /// Plural name of the resource.
    pub resource: String,
    /// Subresource; empty for none.
    pub subresource: String,
    /// Name of the object; empty for none.
    pub name: String,
    /// The decoded segments from the resource on.
    pub parts: Vec<String>,
    /// `fieldSelector` of a list, watch or deletecollection.
    pub field_selector: String,
    /// `labelSelector` of a list, watch or deletecollection.
    pub label_selector: String,
}

/// Segments that may follow a namespace's name and belong to the namespace itself.
const NAMESPACE_SUBRESOURCES: [&str; 2] = ["status", "finalize"];

impl RequestInfo {
    /// Takes a request apart.
    #[must_use]
    pub fn parse(method: &Method, uri: &http::Uri) -> Self {
        let mut info = Self {
            path: uri.path().to_owned(),
            verb: method.as_str().to_ascii_lowercase(),
            ..Self::default()
        };
        let mut parts: Vec<String> = split(uri.path());
        if parts.len() < 3 || !matches!(parts[0].as_str(), "api" | "apis") {
            return info;
        }
        info.api_prefix = parts.remove(0);
        if info.api_prefix == "apis" {
            if parts.len() < 3 {
                return info;
            }
            info.group = parts.remove(0);
        }
        info.resource_request = true;
        info.version = parts.remove(0);

        // The legacy form puts the verb into the path.
        let special = matches!(parts[0].as_str(), "proxy" | "watch");
        if special {
            if parts.len() < 2 {
                info.resource_request = false;
                return info;
            }
            info.verb = parts.remove(0);
        } else {
            info.verb = match *method {
                Method::POST => "create",
                Method::GET | Method::HEAD => "get",
                Method::PUT => "update",
                Method::PATCH => "patch",
                Method::DELETE => "delete",
                _ => "",
            }
            .to_owned();
        }

        if let ("namespaces", Some(namespace)) = (parts[0].as_str(), parts.get(1)) {
            info.namespace.clone_from(namespace);
            if parts.len() > 2 && !NAMESPACE_SUBRESOURCES.contains(&parts[2].as_str()) {
                parts.drain(..2);
            }
        }
        info.resource.clone_from(&parts[0]);
        if let Some(name) = parts.get(1) {
            info.name.clone_from(name);
        }
        // What follows a proxied object is a path of its own.
        if parts.len() >= 3 && !(special && info.verb == "proxy") {
            info.subresource.clone_from(&parts[2]);
        }
        info.parts = parts;
        info.collection_verbs(uri.query().unwrap_or(""), special);
        info
    }

    /// A read without a name is a list or a watch, a deletion without one takes the collection.
    fn collection_verbs(&mut self, query: &str, special: bool) {
        if self.name.is_empty() && self.verb == "get" {
            let watch = parameter(query, "watch").is_some_and(|v| v == "1" || v == "true");
            self.verb = if watch { "watch" } else { "list" }.to_owned();
        }
        if self.name.is_empty() && self.verb == "delete" {
            self.verb = "deletecollection".to_owned();
        }
        if !matches!(self.verb.as_str(), "list" | "watch" | "deletecollection") {
            return;
        }
        self.field_selector = parameter(query, "fieldSelector").unwrap_or_default();
        self.label_selector = parameter(query, "labelSelector").unwrap_or_default();
        // A rule with resource names may so allow to list or watch one object.
        if self.name.is_empty() && !special && self.verb != "deletecollection" {
            self.name = name_of_selector(&self.field_selector).unwrap_or("").to_owned();
        }
    }

    /// `pods`, `pods/status`
    #[must_use]
    pub fn resource_path(&self) -> String {
        match self.subresource.as_str() {
            "" => self.resource.clone(),
            subresource => format!("{}/{subresource}", self.resource),
        }
    }

    /// Whether the request may last longer than the request timeout.
    #[must_use]
    pub fn is_long_running(&self) -> bool {
        if !self.resource_request {
            return self.path.starts_with("/debug/pprof/");
        }
        matches!(self.verb.as_str(), "watch" | "proxy")
            || matches!(
                self.subresource.as_str(),
                "attach" | "exec" | "proxy" | "log" | "portforward"
            )
    }

    /// Whether the request changes nothing.
    #[must_use]
    pub fn is_read_only(&self) -> bool {
        matches!(self.verb.as_str(), "get" | "list" | "watch" | "head" | "options")
    }
}

/// The name that a field selector pins down with `metadata.name=x` as its only term on the name.
fn name_of_selector(selector: &str) -> Option<&str> {
    let mut found = None;
    for term in selector.split(',') {
        let (key, value) = term.split_once('=')?;
        if key.trim_end_matches(['=', '!']) != "metadata.name" {
            continue;
        }
        if key.ends_with('!') {
            return None;
        }
        let value = value.trim_start_matches('=');
        if value.is_empty() || value.contains(['/', '%', '\\']) || matches!(value, "." | "..") {
            return None;
        }
        found = Some(value);
    }
    found
}

fn split(path: &str) -> Vec<String> {
    let path = path.trim_matches('/');
    if path.is_empty() {
        return Vec::new();
    }
    path.split('/').map(percent_decoded).collect()
}

/// The first value of a query parameter, decoded.
#[must_use]
pub fn parameter(query: &str, name: &str) -> Option<String> {
    parameters(query).find(|(key, _)| key == name).map(|(_, value)| value)
}

/// The parameters of a query, decoded, in order.
pub fn parameters(query: &str) -> impl Iterator<Item = (String, String)> + '_ {
    query.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        (form_decoded(key), form_decoded(value))
    })
}

fn form_decoded(text: &str) -> String {
    if text.contains('+') {
        percent_decoded(&text.replace('+', " "))
    } else {
        percent_decoded(text)
    }
}

/// Replaces `%2F` and its like; broken escapes stay as they are.
#[must_use]
pub fn percent_decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = (bytes[at] == b'%')
            .then(|| bytes.get(at + 1..at + 3))
            .flatten()
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match hex {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests;
