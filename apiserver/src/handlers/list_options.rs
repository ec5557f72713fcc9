//! Which revision and which page a list or watch is about.
//!
//! *Upstream:* `apimachinery/pkg/apis/meta/internalversion/validation`,
//! `apiserver/pkg/storage/continue.go`.

use base64::Engine as _;
use base64::engine::general_purpose::{URL_SAFE, URL_SAFE_NO_PAD};
use bowline_apimachinery::meta::Status;
use bowline_apimachinery::validation::field::{ErrorList, FieldError, Path};
use serde::{Deserialize, Serialize};

use super::call::Call;
use super::get::{freshness, revision};
use super::options;
use crate::registry::store::{When, invalid};
use crate::storage::watch_cache::{Freshness, WatchStart};

const NOT_OLDER_THAN: &str = "NotOlderThan";
const EXACT: &str = "Exact";

/// A list, or a page of one.
#[derive(Debug)]
pub(crate) struct ListOptions {
    pub(crate) when: When,
    /// The most items; 0 for all.
    pub(crate) limit: usize,
    pub(crate) token: Option<Token>,
}

/// A watch.
#[derive(Debug)]
pub(crate) struct WatchOptions {
    pub(crate) start: WatchStart,
    pub(crate) bookmarks: bool,
    /// Seconds after which the client wants the watch to end.
    pub(crate) timeout: Option<u64>,
}

/// What a `continue` token says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Token {
    v: String,
    /// The revision of the first page; -1 for whatever is there now.
    pub(crate) rv: i64,
    /// Where the next page begins, behind the prefix of the list.
    pub(crate) start: String,
}

impl Token {
    /// The text for a page that begins at `key`, of a list below `prefix`.
    pub(crate) fn encode(revision: i64, key: &str, prefix: &str) -> String {
        let start = key.strip_prefix(prefix).unwrap_or(key).to_owned();
        let token = Self { v: "meta.k8s.io/v1".to_owned(), rv: revision, start };
        URL_SAFE_NO_PAD.encode(serde_json::to_vec(&token).unwrap_or_default())
    }

    /// Reads a text.
    ///
    /// # Errors
    /// 400
    fn decode(text: &str) -> Result<Self, Status> {
        let invalid = |why: &str| Status::bad_request(format!("continue key is not valid: {why}"));
        let bytes = URL_SAFE_NO_PAD
            .decode(text)
            .or_else(|_| URL_SAFE.decode(text))
            .map_err(|e| invalid(&e.to_string()))?;
        let token: Self = serde_json::from_slice(&bytes).map_err(|e| invalid(&e.to_string()))?;
        if token.v != "meta.k8s.io/v1" {
            return Err(invalid(&format!(
                "server does not recognize this encoded version \"{}\"",
                token.v
            )));
        }
        if token.rv == 0 {
            return Err(invalid(
                "incorrect encoded start resourceVersion (version meta.k8s.io/v1)",
            ));
        }
        if token.start.is_empty() || token.start.split('/').any(|part| part == "..") {
            return Err(invalid("encoded start key empty or outside the list"));
        }
        Ok(token)
    }
}

/// Reads the options of a list.
///
/// # Errors
/// 400 or 422.
pub(crate) fn of_list(call: &Call) -> Result<ListOptions, Status> {
    validate(call, false)?;
    let version = call.parameter("resourceVersion");
    let token = match call.parameter("continue") {
        "" => None,
        text => Some(Token::decode(text)?),
    };
    let mut limit = options::integer(call, "limit")?.map_or(0, |l| usize::try_from(l).unwrap_or(0));
    if token.is_some() && !matches!(version, "" | "0") {
        return Err(Status::bad_request(
            "specifying resource version is not allowed when using continue",
        ));
    }
    let when = match (&token, call.parameter("resourceVersionMatch"), version) {
        (Some(Token { rv, .. }), _, _) => match u64::try_from(*rv) {
            Ok(revision) => When::At(revision),
            Err(_) => When::Now(Freshness::Newest),
        },
        (None, EXACT, version) => When::At(revision(version)?),
        (None, NOT_OLDER_THAN, version) => When::Now(freshness(version)?),
        // With a limit, a revision means exactly that one.
        (None, _, version) if limit > 0 && !matches!(version, "" | "0") => {
            When::At(revision(version)?)
        }
        (None, _, version) => When::Now(freshness(version)?),
    };
    if token.is_none() && version == "0" {
        limit = 0;
    }
    Ok(ListOptions { when, limit, token })
}

/// Reads the options of a watch.
///
/// # Errors
/// 400 or 422.
pub(crate) fn of_watch(call: &Call) -> Result<WatchOptions, Status> {
    validate(call, true)?;
    let version = call.parameter("resourceVersion");
    let initial = options::boolean(call, "sendInitialEvents")?;
    let start = match (initial, version) {
        // Without a word about it, no version means to begin with what is there.
        (Some(true), version) | (None, version @ ("" | "0")) => {
            WatchStart::Initial(freshness(version)?)
        }
        (Some(false), "" | "0") => WatchStart::After(0),
        (_, version) => WatchStart::After(revision(version)?),
    };
    let timeout = options::integer(call, "timeoutSeconds")?.and_then(|s| u64::try_from(s).ok());
    Ok(WatchOptions {
        start,
        bookmarks: options::boolean(call, "allowWatchBookmarks")?.unwrap_or(false),
        timeout: timeout.filter(|&s| s > 0),
    })
}

fn validate(call: &Call, watch: bool) -> Result<(), Status> {
    let version = call.parameter("resourceVersion");
    let how = call.parameter("resourceVersionMatch");
    let initial = options::boolean(call, "sendInitialEvents")?;
    let mut faults = ErrorList::new();
    let match_path = Path::new("resourceVersionMatch");
    let initial_path = Path::new("sendInitialEvents");
    let mut forbid = |path: &Path<'_>, why: &str| faults.push(FieldError::forbidden(path, why));
    if watch {
        match (initial, how) {
            (Some(_), NOT_OLDER_THAN) | (None, "") => {}
            (Some(_), "") => forbid(
                &match_path,
                "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan",
            ),
            (Some(_), other) => {
                faults.push(FieldError::not_supported(&match_path, other, [NOT_OLDER_THAN]));
            }
            (None, _) => forbid(
                &match_path,
                "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided",
            ),
        }
    } else {
        if initial.is_some() {
            forbid(&initial_path, "sendInitialEvents is forbidden for list");
        }
        if !how.is_empty() {
            if version.is_empty() {
                forbid(
                    &match_path,
                    "resourceVersionMatch is forbidden unless resourceVersion is provided",
                );
            }
            if !call.parameter("continue").is_empty() {
                forbid(&match_path, "resourceVersionMatch is forbidden when continue is provided");
            }
            if how == EXACT && version == "0" {
                forbid(
                    &match_path,
                    "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\"",
                );
            }
            if !matches!(how, EXACT | NOT_OLDER_THAN) {
                let known = [EXACT, NOT_OLDER_THAN, ""];
                faults.push(FieldError::not_supported(&match_path, how, known));
            }
        }
    }
    if faults.is_empty() {
        return Ok(());
    }
    Err(invalid("meta.k8s.io", "ListOptions", "", &faults))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_survive_the_way_to_the_client_and_back() {
        let text = Token::encode(7, "/registry/pods/ns/web\0", "/registry/pods/");
        let token = Token::decode(&text).unwrap();
        assert_eq!((token.rv, token.start.as_str()), (7, "ns/web\0"));
        let padded = URL_SAFE.encode(r#"{"v":"meta.k8s.io/v1","rv":7,"start":"a"}"#);
        assert_eq!(Token::decode(&padded).unwrap().start, "a");
        for bad in
            ["", "?", "e30", &URL_SAFE.encode(r#"{"v":"meta.k8s.io/v1","rv":7,"start":"../x"}"#)]
        {
            assert_eq!(Token::decode(bad).unwrap_err().code, 400, "{bad}");
        }
    }
}
