//! Subresources that carry streams: handed to whoever reaches the nodes.

use bowline_apimachinery::codec::json;
use bowline_apimachinery::meta::{Status, reason};
use http::{Request, Response};
use serde_json::Value;

use crate::admission::Operation;
use crate::body::Body;
use crate::handlers::call::Call;
use crate::storage::watch_cache::Freshness;

/// Connects to a pod, a service or a node.
pub(in crate::handlers) async fn connect(call: Call, body: Body) -> Result<Response<Body>, Status> {
    let Some(connector) = call.server.connector().cloned() else {
        return Err(Status::failure(
            503,
            reason::SERVICE_UNAVAILABLE,
            "this server does not reach nodes",
        ));
    };
    let store = call.store()?;
    // The name of a service or pod may carry scheme and port; the connector knows how.
    let name = object_name(&call.info.name);
    let entry = store.get(call.namespace(), name, Freshness::Newest).await?;
    if call.info.subresource != "log" {
        let options = options(&call);
        let cx = call.write_context(&Value::Null, false);
        let object = cx.admit(Operation::Connect, options, &Value::Null).await?;
        cx.judge(Operation::Connect, object, &Value::Null).await?;
    }
    let value = entry.value();
    let Call { parts, info, .. } = call;
    Ok(connector.connect(Request::from_parts(parts, body), &info, value).await)
}

/// `https:web:8443` is about `web`.
fn object_name(segment: &str) -> &str {
    let mut parts = segment.split(':');
    match (parts.next(), parts.next(), parts.next()) {
        (Some("http" | "https" | ""), Some(name), Some(_)) => name,
        (Some(name), Some(_), None) => name,
        _ => segment,
    }
}

/// The options as admission plugins see them: the query, by the type of the subresource.
fn options(call: &Call) -> Value {
    let kind = call.resource.subresource(&call.info.subresource);
    let Some(kind) = kind else { return Value::Null };
    let Some(mut message) = bowline_api::kinds::new(&kind.group, &kind.version, &kind.kind) else {
        return Value::Null;
    };
    let object = crate::handlers::options::of_query(message.as_ref(), &call.query);
    let api_version = bowline_apimachinery::resource::group_version(&kind.group, &kind.version);
    let _ = json::from_value(message.as_mut(), object);
    json::to_value(message.as_ref(), Some((&api_version, &kind.kind))).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_may_carry_scheme_and_port() {
        for (segment, name) in [
            ("web", "web"),
            ("web:80", "web"),
            ("https:web:8443", "web"),
            ("https:web:", "web"),
            (":web:80", "web"),
        ] {
            assert_eq!(object_name(segment), name, "{segment}");
        }
    }
}
