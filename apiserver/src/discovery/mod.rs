//! What the server tells of what it serves: `/api`, `/apis` and below, in both forms.
//!
//! *Upstream:* `apiserver/pkg/endpoints/discovery`.

mod aggregated;
mod legacy;

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use serde_json::Value;

use crate::registry::catalog::Served;

/// Media type of the aggregated form.
const AGGREGATED: &str = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

/// A discovery document.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// The value of `Content-Type`.
    pub content_type: &'static str,
    /// Changes when the document does; quoted, as the header wants it.
    pub etag: String,
    /// The document.
    pub body: Value,
}

/// The document at a path; `None` when nothing is served there.
///
/// `accept` is the client's `Accept` header; the aggregated form is given to whoever asks for it.
#[must_use]
pub fn document(served: &Served, path: &str, accept: &str) -> Option<Document> {
    let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    let aggregated = wants_aggregated(accept);
    let (content_type, body) = match parts.as_slice() {
        ["api"] if aggregated => (AGGREGATED, aggregated::groups(served, true)),
        ["apis"] if aggregated => (AGGREGATED, aggregated::groups(served, false)),
        ["api"] => ("application/json", legacy::versions(served)),
        ["apis"] => ("application/json", legacy::groups(served)),
        ["api", version] => ("application/json", legacy::resources(served, "", version)?),
        ["apis", group] => ("application/json", legacy::group(served, group)?),
        ["apis", group, version] if !group.is_empty() => {
            ("application/json", legacy::resources(served, group, version)?)
        }
        _ => return None,
    };
    Some(Document { content_type, etag: etag(&body), body })
}

/// A quoted hash of a document.
#[must_use]
pub(crate) fn etag(body: &Value) -> String {
    let text = body.to_string();
    let half = |salt: u8| {
        let mut hasher = DefaultHasher::new();
        (salt, &text).hash(&mut hasher);
        hasher.finish()
    };
    format!("\"{:016X}{:016X}\"", half(0), half(1))
}

/// Whether the aggregated form stands in the header before plain JSON.
fn wants_aggregated(accept: &str) -> bool {
    for range in accept.split(',') {
        let mut parameters = range.split(';').map(str::trim);
        if parameters.next() != Some("application/json") {
            continue;
        }
        let parameters: Vec<&str> = parameters.collect();
        if parameters.contains(&"as=APIGroupDiscoveryList") {
            if parameters.contains(&"v=v2") && parameters.contains(&"g=apidiscovery.k8s.io") {
                return true;
            }
        } else {
            return false;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_form_that_is_known_wins() {
        let kubectl = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,\
                       application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,\
                       application/json";
        for (accept, aggregated) in [
            (kubectl, true),
            ("application/json", false),
            ("application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList", false),
            (
                "application/json, application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList",
                false,
            ),
            ("", false),
        ] {
            assert_eq!(wants_aggregated(accept), aggregated, "{accept}");
        }
    }
}
