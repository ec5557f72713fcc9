//! GET of a collection's changes, as a stream of events.
//!
//! *Upstream:* `apiserver/pkg/endpoints/handlers/watch.go`.

mod frames;
mod stream;

use std::time::Duration;

use bowline_apimachinery::codec::MediaType;
use bowline_apimachinery::meta::Status;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, Response};

use self::frames::Frames;
use self::stream::Watching;
use super::call::Call;
use super::list_options::{self, WatchOptions};
use crate::body::{self, Body};
use crate::storage::watch_cache::WatchRequest;

/// Answers with a stream of events.
pub(crate) async fn watch(call: Call) -> Result<Response<Body>, Status> {
    let store = call.store()?.clone();
    let mut selection = call.selection(&store)?;
    if !call.info.name.is_empty() {
        selection.require_name(&call.info.name);
    }
    let options = list_options::of_watch(&call)?;
    let target = store.target(call.namespace(), &selection);
    let mut request = WatchRequest::new(target.scope(), options.start);
    if options.bookmarks {
        request = request.with_bookmarks();
    }
    let media_type = call.output.media_type;
    let body = match store.cache().watch(request).await {
        Ok(events) => {
            let limit = limit(&call, &options);
            Watching::new(call, store, selection, events, options, limit).into_body()
        }
        // Whoever asks for changes that are gone learns it from the stream, as from any cache.
        Err(error) if error.is_expired() => {
            let mut out = Vec::new();
            Frames::new(&call).failure(&store.unreadable(&error, "watch"), &mut out);
            body::full(out)
        }
        Err(error) => return Err(store.unreadable(&error, "watch")),
    };
    let mut response = Response::new(body);
    let content_type = match media_type {
        MediaType::Protobuf => "application/vnd.kubernetes.protobuf;stream=watch",
        other => other.as_str(),
    };
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    Ok(response)
}

/// How long the watch may last.
fn limit(call: &Call, options: &WatchOptions) -> Duration {
    match options.timeout {
        Some(seconds) => Duration::from_secs(seconds),
        None => {
            let least = call.server.config().min_request_timeout;
            least.mul_f64(1.0 + call.registry().environment().random.fraction())
        }
    }
}
