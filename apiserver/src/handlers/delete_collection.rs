//! DELETE of a collection: each selected object, with the same options.

use std::sync::Arc;

use bowline_apimachinery::meta::{Status, reason};
use http::Response;

use super::call::Call;
use super::{delete, respond};
use crate::body::Body;
use crate::registry::Entry;
use crate::registry::store::{Listed, Paging, When, WriteContext};
use crate::storage::watch_cache::Freshness;

/// Deletes what is selected and answers with what that was.
pub(crate) async fn delete_collection(call: &Call, body: Body) -> Result<Response<Body>, Status> {
    let store = call.store()?;
    let (options, object) = delete::read_options(call, body).await?;
    let selection = call.selection(store)?;
    let now = When::Now(Freshness::Newest);
    let listed = store.list(call.namespace(), &selection, now, Paging::default()).await;
    let listed = listed.map_err(|e| store.unreadable(&e, "list"))?;
    let cx = call.write_context(&object, !options.dry_run.is_empty());
    let mut items: Vec<Arc<Entry>> = Vec::with_capacity(listed.items.len());
    for entry in listed.items {
        let cx = WriteContext { name: entry.name(), namespace: entry.namespace(), ..cx };
        match store.delete(&cx, &options).await {
            Ok(deleted) => items.push(deleted.entry),
            // Somebody else was faster.
            Err(status) if status.reason == reason::NOT_FOUND => {}
            Err(status) => return Err(status),
        }
    }
    let listed = Listed { items, revision: listed.revision, next_key: None, remaining: 0 };
    respond::list(call, listed, String::new(), None)
}
