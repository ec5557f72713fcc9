//! Requests that turn their connection into a WebSocket, and the answers to them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bowline_apimachinery::random::Random;
use bowline_apimachinery::streaming::protocol::{PROTOCOL_VERSION_HEADER, SPDY_31};
use http::header::{
    CONNECTION, HeaderName, HeaderValue, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_KEY,
    SEC_WEBSOCKET_PROTOCOL, SEC_WEBSOCKET_VERSION, UPGRADE,
};
use http::{HeaderMap, Request, Response, StatusCode};
use hyper::upgrade::Upgraded;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};

use super::StreamingError;

/// A handshake that was begun: what was offered, and what the answer must prove.
#[derive(Clone, Debug)]
pub struct Handshake {
    key: String,
    protocols: Vec<&'static str>,
}

impl Handshake {
    /// A request for `path_and_query` that offers `protocols`, the favourite first.
    ///
    /// # Errors
    /// The path is none.
    pub fn begin(
        path_and_query: &str,
        protocols: &[&'static str],
        random: &dyn Random,
    ) -> Result<(Self, Request<Vec<u8>>), StreamingError> {
        let nonce = [random.next_u64().to_ne_bytes(), random.next_u64().to_ne_bytes()].concat();
        let key = STANDARD.encode(nonce);
        let request = Request::get(path_and_query)
            .header(CONNECTION, "Upgrade")
            .header(UPGRADE, "websocket")
            .header(SEC_WEBSOCKET_VERSION, "13")
            .header(SEC_WEBSOCKET_KEY, &key)
            .header(SEC_WEBSOCKET_PROTOCOL, protocols.join(", "))
            .body(Vec::new())?;
        Ok((Self { key, protocols: protocols.to_vec() }, request))
    }

    /// Checks the head of the answer; returns the protocol that the server chose.
    ///
    /// # Errors
    /// It is no upgrade, or not one to this request.
    pub fn check<B>(&self, response: &Response<B>) -> Result<&'static str, StreamingError> {
        let status = response.status();
        if status != StatusCode::SWITCHING_PROTOCOLS {
            return Err(StreamingError::Refused { status, body: String::new() });
        }
        let headers = response.headers();
        expect(headers, &UPGRADE, |got| got.eq_ignore_ascii_case("websocket"), "websocket")?;
        let accept = derive_accept_key(self.key.as_bytes());
        expect(headers, &SEC_WEBSOCKET_ACCEPT, |got| got == accept, &accept)?;
        let chosen = text(headers, &SEC_WEBSOCKET_PROTOCOL);
        let known = self.protocols.iter().copied().find(|protocol| *protocol == chosen);
        known.ok_or_else(|| StreamingError::BadUpgrade {
            header: "sec-websocket-protocol",
            got: chosen.to_owned(),
            want: self.protocols.join(" or "),
        })
    }

    /// Checks the answer and takes its connection.
    ///
    /// # Errors
    /// It is no upgrade, not one to this request, or did not come over a connection of hyper's.
    pub async fn finish<B>(
        &self,
        mut response: Response<B>,
    ) -> Result<(&'static str, TokioIo<Upgraded>), StreamingError> {
        let protocol = self.check(&response)?;
        let upgraded = hyper::upgrade::on(&mut response).await.map_err(std::io::Error::other)?;
        Ok((protocol, TokioIo::new(upgraded)))
    }
}

/// A request for `path_and_query` that asks for SPDY and offers `protocol`.
///
/// # Errors
/// The path is none.
pub fn spdy_request(
    path_and_query: &str,
    protocol: &'static str,
) -> Result<Request<Vec<u8>>, StreamingError> {
    Ok(Request::post(path_and_query)
        .header(CONNECTION, "Upgrade")
        .header(UPGRADE, SPDY_31)
        .header(PROTOCOL_VERSION_HEADER, protocol)
        .body(Vec::new())?)
}

/// Checks the answer to a [`spdy_request`] and takes its connection.
///
/// # Errors
/// It is no upgrade, not one to `protocol`, or did not come over a connection of hyper's.
pub async fn finish_spdy<B>(
    mut response: Response<B>,
    protocol: &str,
) -> Result<TokioIo<Upgraded>, StreamingError> {
    check_spdy(&response, protocol)?;
    let upgraded = hyper::upgrade::on(&mut response).await.map_err(std::io::Error::other)?;
    Ok(TokioIo::new(upgraded))
}

fn check_spdy<B>(response: &Response<B>, protocol: &str) -> Result<(), StreamingError> {
    static PROTOCOL_VERSION: HeaderName = HeaderName::from_static(PROTOCOL_VERSION_HEADER);

    let status = response.status();
    if status != StatusCode::SWITCHING_PROTOCOLS {
        return Err(StreamingError::Refused { status, body: String::new() });
    }
    let headers = response.headers();
    expect(headers, &UPGRADE, |got| got.eq_ignore_ascii_case(SPDY_31), SPDY_31)?;
    expect(headers, &PROTOCOL_VERSION, |got| got == protocol, protocol)
}

/// The client's end of a WebSocket over an upgraded connection.
pub async fn websocket<S: AsyncRead + AsyncWrite + Unpin>(io: S) -> WebSocketStream<S> {
    // Go cuts messages as its callers write them, which may be a whole file at once.
    let config = WebSocketConfig::default()
        .read_buffer_size(16 << 10)
        .write_buffer_size(16 << 10)
        .max_frame_size(Some(64 << 20));
    WebSocketStream::from_raw_socket(io, Role::Client, Some(config)).await
}

fn expect(
    headers: &HeaderMap,
    name: &'static HeaderName,
    is_good: impl Fn(&str) -> bool,
    want: &str,
) -> Result<(), StreamingError> {
    let got = text(headers, name);
    if is_good(got) {
        return Ok(());
    }
    let (got, want) = (got.to_owned(), want.to_owned());
    Err(StreamingError::BadUpgrade { header: name.as_str(), got, want })
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> &'a str {
    headers.get(name).map(HeaderValue::to_str).and_then(Result::ok).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use bowline_apimachinery::random::SeededRandom;

    use super::*;

    fn answer(status: u16, entries: &[(&str, &str)]) -> Response<()> {
        let mut response = Response::builder().status(status);
        for (name, value) in entries {
            response = response.header(*name, *value);
        }
        response.body(()).unwrap()
    }

    #[test]
    fn the_answer_must_fit_the_request() {
        let protocols = ["v5.channel.k8s.io", "v4.channel.k8s.io"];
        let (handshake, request) =
            Handshake::begin("/exec?stdout=true", &protocols, &SeededRandom::new(1)).unwrap();
        let offered = &request.headers()[SEC_WEBSOCKET_PROTOCOL];
        assert_eq!(offered, "v5.channel.k8s.io, v4.channel.k8s.io");
        let key = request.headers()[SEC_WEBSOCKET_KEY].as_bytes();
        assert_eq!(STANDARD.decode(key).unwrap().len(), 16);
        let accept = derive_accept_key(key);
        let upgrade = ("upgrade", "websocket");
        let accepted = ("sec-websocket-accept", accept.as_str());
        let v4 = ("sec-websocket-protocol", "v4.channel.k8s.io");
        let other = ("sec-websocket-protocol", "v1.channel.k8s.io");
        let good = handshake.check(&answer(101, &[upgrade, accepted, v4]));
        assert_eq!(good.unwrap(), "v4.channel.k8s.io");
        type Row<'a> = (&'a str, u16, &'a [(&'a str, &'a str)]);
        let rows: [Row<'_>; 6] = [
            ("not upgraded", 200, &[upgrade, accepted, v4]),
            ("another upgrade", 101, &[("upgrade", "SPDY/3.1"), accepted, v4]),
            ("another request's", 101, &[upgrade, ("sec-websocket-accept", "x"), v4]),
            ("no proof", 101, &[upgrade, v4]),
            ("a protocol not offered", 101, &[upgrade, accepted, other]),
            ("no protocol", 101, &[upgrade, accepted]),
        ];
        for (name, status, entries) in rows {
            let refused = handshake.check(&answer(status, entries)).unwrap_err();
            assert!(refused.is_refused(), "{name}: {refused}");
        }
    }

    #[test]
    fn spdy_must_be_what_was_asked_for() {
        let request = spdy_request("/portforward", "portforward.k8s.io").unwrap();
        assert_eq!(
            (request.method().as_str(), &request.headers()[UPGRADE]),
            ("POST", &HeaderValue::from_static("SPDY/3.1"))
        );
        let upgrade = ("upgrade", "SPDY/3.1");
        let protocol = ("x-stream-protocol-version", "portforward.k8s.io");
        let check = |status, entries: &[(&str, &str)]| {
            check_spdy(&answer(status, entries), "portforward.k8s.io").is_ok()
        };
        assert!(check(101, &[upgrade, protocol]));
        assert!(!check(200, &[upgrade, protocol]));
        assert!(!check(101, &[("upgrade", "websocket"), protocol]));
        assert!(!check(101, &[upgrade]));
    }
}
