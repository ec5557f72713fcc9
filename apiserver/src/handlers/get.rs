//! GET of one object.

use bowline_apimachinery::meta::Status;
use http::Response;

use super::call::Call;
use super::respond;
use crate::body::Body;
use crate::storage::watch_cache::Freshness;

/// Answers with an object.
pub(crate) async fn get(call: &Call) -> Result<Response<Body>, Status> {
    let store = call.store()?;
    let freshness = freshness(call.parameter("resourceVersion"))?;
    let entry = store.get(call.namespace(), &call.info.name, freshness).await?;
    respond::entry(call, 200, &entry)
}

/// How new the answer has to be.
///
/// # Errors
/// 400 when the version is not a number.
pub(crate) fn freshness(resource_version: &str) -> Result<Freshness, Status> {
    match resource_version {
        "" => Ok(Freshness::Newest),
        "0" => Ok(Freshness::Any),
        text => Ok(Freshness::NotOlderThan(revision(text)?)),
    }
}

/// A resource version as a revision.
///
/// # Errors
/// 400 when it is not a number.
pub(crate) fn revision(text: &str) -> Result<u64, Status> {
    text.parse().map_err(|_| {
        Status::bad_request(format!(
            "Invalid value: \"{text}\": strconv.ParseUint: parsing \"{text}\": invalid syntax"
        ))
    })
}
