//! Data and error streams find each other.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use super::super::protocol::STREAM_TYPE_HEADER;
use super::super::spdy::{Headers, StreamId};
use super::{PORT_HEADER, REQUEST_ID_HEADER, StreamKind};

/// How long the first stream of a pair waits for the second.
///
/// Upstream: `remotecommandconsts.DefaultStreamCreationTimeout`.
pub const STREAM_CREATION_TIMEOUT: Duration = Duration::from_secs(30);

/// Two streams that carry one forwarded connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StreamPair {
    /// What names the connection.
    pub request_id: String,
    /// The pod's port, that of the data stream.
    pub port: u16,
    /// Carries the bytes.
    pub data: StreamId,
    /// Carries the sentence of a failure.
    pub error: StreamId,
}

/// The headers of a stream are no port-forward's: reset the stream.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HeaderError {
    /// A header that must be there is not.
    #[error("\"{0}\" header is required")]
    Missing(&'static str),
    /// The port is not a number up to 65535.
    #[error("unable to parse {0:?} as a port")]
    NotAPort(String),
    /// Port 0.
    #[error("port \"0\" must be > 0")]
    PortZero,
    /// Neither data nor error.
    #[error("invalid stream type {0:?}")]
    StreamType(String),
}

/// What a new stream did to the pairs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Joined {
    /// It waits for its other half.
    Waiting,
    /// It was the other half: forward.
    Complete(StreamPair),
    /// The pair has such a stream already. Nothing is forwarded on the new one.
    Duplicate {
        /// Where to write the message, if the pair has an error stream.
        error: Option<StreamId>,
        /// What to write.
        message: String,
    },
}

/// A pair that was not completed in time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expired {
    /// The half that came.
    pub stream: StreamId,
    /// Where to write the message, if the half that came is the error stream.
    pub error: Option<StreamId>,
    /// What to write.
    pub message: String,
}

#[derive(Debug)]
struct Half {
    kind: StreamKind,
    id: StreamId,
    port: u16,
    deadline: Instant,
}

/// The streams of one port-forward connection that wait for their other halves.
#[derive(Debug, Default)]
pub struct StreamPairs {
    waiting: BTreeMap<String, Half>,
}

impl StreamPairs {
    /// None wait.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes a stream that the client opened at `now`.
    ///
    /// # Errors
    /// The stream is no port-forward's; it was not taken.
    pub fn join(
        &mut self,
        id: StreamId,
        headers: &Headers,
        now: Instant,
    ) -> Result<Joined, HeaderError> {
        let port = port(headers)?;
        let kind = kind(headers)?;
        let request_id = match headers.get(REQUEST_ID_HEADER) {
            Some(request_id) if !request_id.is_empty() => request_id.to_owned(),
            _ => guessed_request_id(kind, id),
        };
        let Some(first) = self.waiting.remove(&request_id) else {
            let deadline = now + STREAM_CREATION_TIMEOUT;
            self.waiting.insert(request_id, Half { kind, id, port, deadline });
            return Ok(Joined::Waiting);
        };
        let pair = match (first.kind, kind) {
            (StreamKind::Data, StreamKind::Error) => {
                StreamPair { request_id, port: first.port, data: first.id, error: id }
            }
            (StreamKind::Error, StreamKind::Data) => {
                StreamPair { request_id, port, data: id, error: first.id }
            }
            (kind, _) => {
                let message = format!(
                    "error processing stream for request {request_id}: {} stream already assigned",
                    kind.name()
                );
                let error = (kind == StreamKind::Error).then_some(first.id);
                self.waiting.insert(request_id, first);
                return Ok(Joined::Duplicate { error, message });
            }
        };
        Ok(Joined::Complete(pair))
    }

    /// When the next half that waits is given up.
    pub fn next_deadline(&self) -> Option<Instant> {
        self.waiting.values().map(|half| half.deadline).min()
    }

    /// Gives up the halves that waited too long by `now`.
    pub fn expire(&mut self, now: Instant) -> Vec<Expired> {
        let mut expired = Vec::new();
        self.waiting.retain(|request_id, half| {
            let late = half.deadline <= now;
            if late {
                let message = format!("(request={request_id}) timed out waiting for streams");
                let error = (half.kind == StreamKind::Error).then_some(half.id);
                expired.push(Expired { stream: half.id, error, message });
            }
            !late
        });
        expired
    }

    /// Forgets a stream that the client reset, if it waits.
    pub fn remove(&mut self, id: StreamId) {
        self.waiting.retain(|_, half| half.id != id);
    }
}

fn port(headers: &Headers) -> Result<u16, HeaderError> {
    let text = headers.get(PORT_HEADER).unwrap_or_default();
    match text.parse() {
        _ if text.is_empty() => Err(HeaderError::Missing(PORT_HEADER)),
        Ok(0) => Err(HeaderError::PortZero),
        Ok(port) => Ok(port),
        Err(_) => Err(HeaderError::NotAPort(text.into())),
    }
}

fn kind(headers: &Headers) -> Result<StreamKind, HeaderError> {
    match headers.get(STREAM_TYPE_HEADER).unwrap_or_default() {
        "" => Err(HeaderError::Missing("streamType")),
        "data" => Ok(StreamKind::Data),
        "error" => Ok(StreamKind::Error),
        other => Err(HeaderError::StreamType(other.into())),
    }
}

/// Clients before 1.2 send no request id; they open the error stream and then the data stream, so
/// that its number is two lower.
fn guessed_request_id(kind: StreamKind, id: StreamId) -> String {
    match kind {
        StreamKind::Error => id.0.to_string(),
        StreamKind::Data => (i64::from(id.0) - 2).to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A fixed moment; only differences matter.
    #[allow(clippy::disallowed_methods, reason = "an Instant can be had in no other way")]
    fn start() -> Instant {
        Instant::now()
    }

    fn pair(request_id: &str, data: u32, error: u32) -> Joined {
        let (data, error) = (StreamId(data), StreamId(error));
        Joined::Complete(StreamPair { request_id: request_id.into(), port: 80, data, error })
    }

    #[test]
    fn halves_find_each_other_in_any_order() {
        let (mut pairs, now) = (StreamPairs::new(), start());
        let mut join = |id, kind: StreamKind, request| {
            pairs.join(StreamId(id), &kind.headers(80, request), now).unwrap()
        };
        assert_eq!(join(1, StreamKind::Error, 0), Joined::Waiting);
        assert_eq!(join(3, StreamKind::Data, 1), Joined::Waiting);
        assert_eq!(join(5, StreamKind::Error, 1), pair("1", 3, 5));
        assert_eq!(join(7, StreamKind::Data, 0), pair("0", 7, 1));
        assert_eq!(join(9, StreamKind::Error, 0), Joined::Waiting, "the id can be used again");
        assert_eq!(pairs.next_deadline(), Some(now + STREAM_CREATION_TIMEOUT));
    }

    #[test]
    fn old_clients_have_no_request_id() {
        let (mut pairs, now) = (StreamPairs::new(), start());
        let headers = |kind| Headers::new().with("port", "80").with("streamType", kind);
        assert_eq!(pairs.join(StreamId(1), &headers("error"), now), Ok(Joined::Waiting));
        assert_eq!(pairs.join(StreamId(3), &headers("data"), now), Ok(pair("1", 3, 1)));
    }

    #[test]
    fn a_half_cannot_come_twice() {
        let (mut pairs, now) = (StreamPairs::new(), start());
        let headers = StreamKind::Error.headers(80, 4);
        pairs.join(StreamId(1), &headers, now).unwrap();
        let message = "error processing stream for request 4: error stream already assigned".into();
        let want = Joined::Duplicate { error: Some(StreamId(1)), message };
        assert_eq!(pairs.join(StreamId(3), &headers, now), Ok(want));
        let headers = StreamKind::Data.headers(80, 4);
        assert_eq!(pairs.join(StreamId(5), &headers, now), Ok(pair("4", 5, 1)));
    }

    #[test]
    fn headers_are_checked() {
        type Row<'a> = (&'a str, &'a [(&'a str, &'a str)], HeaderError);
        let rows: &[Row<'_>] = &[
            ("no port", &[("streamType", "data")], HeaderError::Missing("port")),
            ("a word", &[("port", "http")], HeaderError::NotAPort("http".into())),
            ("too large", &[("port", "65536")], HeaderError::NotAPort("65536".into())),
            ("zero", &[("port", "0")], HeaderError::PortZero),
            ("no type", &[("port", "80")], HeaderError::Missing("streamType")),
            (
                "another type",
                &[("port", "80"), ("streamType", "stdin")],
                HeaderError::StreamType("stdin".into()),
            ),
        ];
        for (name, entries, want) in rows {
            let headers = entries.iter().copied().collect();
            let got = StreamPairs::new().join(StreamId(1), &headers, start());
            assert_eq!(got, Err(want.clone()), "{name}");
        }
    }

    #[test]
    fn lonely_halves_are_given_up() {
        let (mut pairs, now) = (StreamPairs::new(), start());
        pairs.join(StreamId(1), &StreamKind::Error.headers(80, 0), now).unwrap();
        let later = now + Duration::from_secs(1);
        pairs.join(StreamId(3), &StreamKind::Data.headers(80, 1), later).unwrap();
        assert_eq!(pairs.expire(now), []);
        assert_eq!(
            pairs.expire(now + STREAM_CREATION_TIMEOUT),
            [Expired {
                stream: StreamId(1),
                error: Some(StreamId(1)),
                message: "(request=0) timed out waiting for streams".into(),
            }]
        );
        assert_eq!(pairs.next_deadline(), Some(later + STREAM_CREATION_TIMEOUT));
        pairs.remove(StreamId(3));
        assert_eq!(pairs.next_deadline(), None);
    }
}
