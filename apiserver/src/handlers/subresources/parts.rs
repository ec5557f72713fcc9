//! Subresources whose body is the whole object, of which only a part counts.

use async_trait::async_trait;
use bowline_apimachinery::meta::Status;
use http::Response;
use serde_json::Value;

use crate::body::Body;
use crate::handlers::call::Call;
use crate::handlers::{patch, update};
use crate::registry::store::{Part, Transform};

/// Puts the part of a new object that counts into the old one.
pub(in crate::handlers) type Merge = fn(new: &Value, old: &Value) -> Value;

/// Answers PUT or PATCH of such a subresource.
pub(in crate::handlers) async fn write(
    call: &Call,
    body: Body,
    merge: Merge,
) -> Result<Response<Body>, Status> {
    match call.info.verb.as_str() {
        "update" => update::update(call, Part::Own, Some(merge), body).await,
        _ => patch::patch(call, Part::Own, Some(merge), body).await,
    }
}

/// A transform of which only a part is taken.
pub(in crate::handlers) struct Merged<T> {
    pub(in crate::handlers) inner: T,
    pub(in crate::handlers) merge: Merge,
}

#[async_trait]
impl<T: Transform> Transform for Merged<T> {
    async fn apply(&self, old: &Value) -> Result<Value, Status> {
        let new = self.inner.apply(old).await?;
        let mut whole = (self.merge)(&new, old);
        // The client's version and uid still have to be checked.
        if let (Some(new), Some(whole)) = (
            new.get("metadata").and_then(Value::as_object),
            whole.get_mut("metadata").and_then(Value::as_object_mut),
        ) {
            for field in ["resourceVersion", "uid", "managedFields"] {
                match new.get(field) {
                    Some(value) => whole.insert(field.to_owned(), value.clone()),
                    None => whole.remove(field),
                };
            }
        }
        Ok(whole)
    }
}
