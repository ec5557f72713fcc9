//! GET of a collection.

use bowline_apimachinery::meta::Status;
use http::Response;

use super::call::Call;
use super::list_options::{self, Token};
use super::respond;
use crate::body::Body;
use crate::registry::store::{Paging, Store, When};
use crate::storage::watch_cache::CacheError;

/// Answers with a list.
pub(crate) async fn list(call: &Call) -> Result<Response<Body>, Status> {
    let store = call.store()?;
    let selection = call.selection(store)?;
    let options = list_options::of_list(call)?;
    let prefix = prefix(call, store);
    let start_key = options.token.as_ref().map(|token| format!("{prefix}{}", token.start));
    let page = Paging { start_key: start_key.as_deref(), limit: options.limit };
    let listed = store.list(call.namespace(), &selection, options.when, page).await;
    let listed = match listed {
        Ok(listed) => listed,
        Err(error) if error.is_expired() => {
            return Err(expired(&error, options.token.as_ref(), start_key.as_deref(), &prefix));
        }
        Err(error) => return Err(store.unreadable(&error, "list")),
    };

    // All pages tell the revision of the first, so that a watch may follow the last.
    let revision = match options.when {
        When::At(revision) => revision,
        When::Now(_) => listed.revision,
    };
    let mut next = String::new();
    let mut remaining = None;
    if let Some(key) = &listed.next_key {
        let revision = i64::try_from(revision).unwrap_or(-1);
        next = Token::encode(revision, key, &prefix);
        if selection.is_everything() {
            remaining = i64::try_from(listed.remaining).ok().filter(|&n| n > 0);
        }
    }
    respond::list(call, listed, next, remaining)
}

/// What the keys of the list have in common.
fn prefix(call: &Call, store: &Store) -> String {
    match call.namespace() {
        "" => store.prefix().to_owned(),
        namespace => format!("{}{namespace}/", store.prefix()),
    }
}

/// 410, with a token to go on inconsistently where the client was in the middle of a list.
fn expired(
    error: &CacheError,
    token: Option<&Token>,
    start_key: Option<&str>,
    prefix: &str,
) -> Status {
    let (Some(_), Some(key)) = (token, start_key) else {
        return Status::expired("The resourceVersion for the provided list is too old.");
    };
    tracing::debug!(%error, "a list continues after its revision has gone");
    let mut status = Status::expired(
        "The provided continue parameter is too old to display a consistent list result. You can \
         start a new list without the continue parameter, or use the continue token in this \
         response to retrieve the remainder of the results. Continuing with the provided token \
         results in an inconsistent list - objects that were created, modified, or deleted \
         between the time the first chunk was returned and now may show up in the list.",
    );
    status.metadata.continue_ = Token::encode(-1, key, prefix);
    status
}
