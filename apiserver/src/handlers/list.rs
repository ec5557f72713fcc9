//! GET of a collection.

use bowline_apimachinery::meta::Status;
use http::Response;

use super::call::Call;
use super::get::freshness;
use super::respond;
use crate::body::Body;
use crate::registry::store::{Paging, When};

/// Answers with a list.
pub(crate) async fn list(call: &Call) -> Result<Response<Body>, Status> {
    let store = call.store()?;
    let selection = call.selection(store)?;
    let when = When::Now(freshness(call.parameter("resourceVersion"))?);
    let listed = store.list(call.namespace(), &selection, when, Paging::default()).await;
    let listed = listed.map_err(|e| store.unreadable(&e, "list"))?;
    respond::list(call, listed, String::new(), None)
}
