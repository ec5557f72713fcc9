//! Which requests are sent again, and when.
//!
//! *Upstream:* `client-go/rest/with_retry.go`: an answer of 429 or 5xx is repeated if the server
//! sent `Retry-After`, whatever the verb, since it does so only where nothing has been done; a
//! lost connection is repeated for reads only, since a write may have happened.

use std::time::Duration;

use http::{HeaderMap, Method, StatusCode};

use super::response::retry_after;
use crate::transport::TransportError;

/// Attempts after the first.
const MAX_RETRIES: u32 = 10;

/// Counts the attempts of one request.
#[derive(Debug, Default)]
pub(crate) struct Attempts {
    retries: u32,
}

impl Attempts {
    /// How long to wait before sending again after this answer; none to give it to the caller.
    pub(crate) fn after_answer(
        &mut self,
        code: StatusCode,
        headers: &HeaderMap,
    ) -> Option<Duration> {
        if code != StatusCode::TOO_MANY_REQUESTS && !code.is_server_error() {
            return None;
        }
        let wait = retry_after(headers)?;
        self.again(Duration::from_secs(wait))
    }

    /// The same after no answer.
    pub(crate) fn after_failure(
        &mut self,
        method: &Method,
        failure: &TransportError,
    ) -> Option<Duration> {
        match failure {
            TransportError::Lost(_) if method == Method::GET => self.again(Duration::from_secs(1)),
            _ => None,
        }
    }

    fn again(&mut self, wait: Duration) -> Option<Duration> {
        self.retries += 1;
        (self.retries <= MAX_RETRIES).then_some(wait)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(retry_after: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        if !retry_after.is_empty() {
            headers.insert(http::header::RETRY_AFTER, retry_after.parse().unwrap());
        }
        headers
    }

    #[test]
    fn only_answers_that_say_when_are_repeated() {
        for (code, header, want) in [
            (429, "1", Some(1)),
            (429, "", None),
            (503, "7", Some(7)),
            (500, "0", Some(0)),
            (504, "soon", None),
            (409, "1", None),
            (200, "1", None),
        ] {
            let code = StatusCode::from_u16(code).unwrap();
            let got = Attempts::default().after_answer(code, &headers(header));
            assert_eq!(got, want.map(Duration::from_secs), "{code} {header:?}");
        }
    }

    #[test]
    fn a_write_whose_connection_was_lost_is_not_repeated() {
        let lost = || TransportError::Lost("reset".into());
        assert!(Attempts::default().after_failure(&Method::GET, &lost()).is_some());
        assert!(Attempts::default().after_failure(&Method::POST, &lost()).is_none());
        let connect = TransportError::Connect("refused".into());
        assert!(Attempts::default().after_failure(&Method::GET, &connect).is_none());
    }

    #[test]
    fn attempts_end() {
        let mut attempts = Attempts::default();
        let code = StatusCode::TOO_MANY_REQUESTS;
        let granted = (0..20).filter(|_| attempts.after_answer(code, &headers("1")).is_some());
        assert_eq!(granted.count(), 10);
    }
}
