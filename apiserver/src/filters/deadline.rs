//! How long a request may take.

use std::time::Duration;

use bowline_apimachinery::meta::{Status, reason};
use bowline_apimachinery::time::Duration as GoDuration;
use http::Uri;

use crate::request_info::{RequestInfo, parameter};

/// The time a request has, or `None` for streams.
///
/// # Errors
/// 400 when the query's `timeout` is no duration.
pub(crate) fn of(
    info: &RequestInfo,
    uri: &Uri,
    most: Duration,
) -> Result<Option<Duration>, Status> {
    if info.is_long_running() {
        return Ok(None);
    }
    let text = parameter(uri.query().unwrap_or(""), "timeout").unwrap_or_default();
    if text.is_empty() {
        return Ok(Some(most));
    }
    let asked: GoDuration = text.parse().map_err(|error| {
        Status::bad_request(format!("invalid timeout specified in the request URL - {error}"))
    })?;
    let nanos = u64::try_from(asked.as_nanos()).unwrap_or(0);
    // No time at all stands for "as long as you like".
    if nanos == 0 { Ok(Some(most)) } else { Ok(Some(most.min(Duration::from_nanos(nanos)))) }
}

/// 504
pub(crate) fn exceeded() -> Status {
    let message = "Timeout: request did not complete within the allotted timeout";
    Status::failure(504, reason::TIMEOUT, message)
}

#[cfg(test)]
mod tests {
    use http::Method;

    use super::*;

    #[test]
    fn clients_may_shorten_but_not_lengthen() {
        let most = Duration::from_secs(60);
        let cases = [
            ("/api/v1/pods", Some(60)),
            ("/api/v1/pods?timeout=5s", Some(5)),
            ("/api/v1/pods?timeout=5m", Some(60)),
            ("/api/v1/pods?timeout=0s", Some(60)),
            ("/api/v1/pods?watch=1&timeout=5s", None),
        ];
        for (uri, want) in cases {
            let uri: Uri = uri.parse().unwrap();
            let info = RequestInfo::parse(&Method::GET, &uri);
            assert_eq!(of(&info, &uri, most).unwrap(), want.map(Duration::from_secs), "{uri}");
        }
        let uri: Uri = "/api/v1/pods?timeout=soon".parse().unwrap();
        let info = RequestInfo::parse(&Method::GET, &uri);
        assert_eq!(of(&info, &uri, most).unwrap_err().code, 400);
    }
}
