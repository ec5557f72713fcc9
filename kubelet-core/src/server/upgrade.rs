//! Requests that ask for another protocol, and the answers that grant it.

use base64::Engine as _;
use bowline_apimachinery::streaming::protocol::{
    ACCEPTED_PROTOCOL_VERSIONS_HEADER, Negotiated, PROTOCOL_VERSION_HEADER, SPDY_31, negotiate,
};
use http::header::{
    CONNECTION, HeaderMap, HeaderName, HeaderValue, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_KEY,
    SEC_WEBSOCKET_PROTOCOL, SEC_WEBSOCKET_VERSION, UPGRADE,
};
use http::{Response, StatusCode};
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

use super::response::{self, Body, Refusal};

/// What a request asks its connection to become.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    WebSocket { accept: String },
    Spdy,
}

impl Wanted {
    /// Reads the request's headers.
    ///
    /// # Errors
    /// It asks for nothing that is spoken here; the response says so.
    pub(super) fn read(headers: &HeaderMap) -> Result<Self, Refusal> {
        let refused = |message: &str| response::text(StatusCode::BAD_REQUEST, message);
        let upgrade = headers.get(UPGRADE).and_then(|value| value.to_str().ok());
        let Some(upgrade) = upgrade.filter(|_| asks_upgrade(headers)) else {
            return Err(refused("Upgrade request required").into());
        };
        if upgrade.eq_ignore_ascii_case("websocket") {
            if headers.get(SEC_WEBSOCKET_VERSION).is_none_or(|version| version != "13") {
                let mut response = refused("unsupported WebSocket version");
                let version = HeaderValue::from_static("13");
                response.headers_mut().insert(SEC_WEBSOCKET_VERSION, version);
                return Err(response.into());
            }
            let key = headers.get(SEC_WEBSOCKET_KEY).map(HeaderValue::as_bytes).unwrap_or_default();
            let decoded = base64::engine::general_purpose::STANDARD.decode(key);
            if decoded.map_or(0, |key| key.len()) != 16 {
                return Err(refused("bad Sec-WebSocket-Key").into());
            }
            return Ok(Self::WebSocket { accept: derive_accept_key(key) });
        }
        if upgrade.to_ascii_lowercase().contains(&SPDY_31.to_ascii_lowercase()) {
            return Ok(Self::Spdy);
        }
        Err(refused("unable to upgrade: neither WebSocket nor SPDY/3.1").into())
    }

    /// The header in which the subprotocols are negotiated.
    fn protocol_header(&self) -> HeaderName {
        match self {
            Self::WebSocket { .. } => SEC_WEBSOCKET_PROTOCOL,
            Self::Spdy => HeaderName::from_static(PROTOCOL_VERSION_HEADER),
        }
    }

    /// Settles on a subprotocol: `None` when the request names none and none is needed, as in
    /// WebSockets.
    ///
    /// # Errors
    /// None of those named is in `known`; the response lists what is.
    pub(super) fn negotiate<P: Copy>(
        &self,
        headers: &HeaderMap,
        known: &[(&'static str, P)],
    ) -> Result<Option<P>, Refusal> {
        let offers = headers.get_all(self.protocol_header());
        let offers = offers.iter().filter_map(|value| value.to_str().ok());
        let find = |name: &str| known.iter().find(|(n, _)| *n == name).map(|(_, p)| *p);
        match (negotiate(offers, find), self) {
            (Negotiated::Chosen(protocol), _) => Ok(Some(protocol)),
            (Negotiated::Unnamed, Self::WebSocket { .. }) => Ok(None),
            (Negotiated::Unnamed, Self::Spdy) => {
                let message = format!("unable to upgrade: {PROTOCOL_VERSION_HEADER} is required");
                Err(response::text(StatusCode::BAD_REQUEST, message).into())
            }
            (Negotiated::Unsupported, _) => Err(self.unsupported(known).into()),
        }
    }

    fn unsupported<P>(&self, known: &[(&'static str, P)]) -> Response<Body> {
        let names: Vec<_> = known.iter().map(|(name, _)| *name).collect();
        let message =
            format!("unable to upgrade: unable to negotiate protocol: server accepts {names:?}");
        let mut response = response::text(StatusCode::FORBIDDEN, message);
        if *self == Self::Spdy {
            for name in names {
                response.headers_mut().append(
                    HeaderName::from_static(ACCEPTED_PROTOCOL_VERSIONS_HEADER),
                    HeaderValue::from_static(name),
                );
            }
        }
        response
    }

    /// The answer that grants the upgrade, with the subprotocol settled on.
    pub(super) fn granted(&self, protocol: Option<&'static str>) -> Response<Body> {
        let mut response = Response::new(response::full(""));
        *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
        let headers = response.headers_mut();
        headers.insert(CONNECTION, HeaderValue::from_static("Upgrade"));
        match self {
            Self::WebSocket { accept } => {
                headers.insert(UPGRADE, HeaderValue::from_static("websocket"));
                let accept = HeaderValue::from_str(accept).expect("base64 is ASCII");
                headers.insert(SEC_WEBSOCKET_ACCEPT, accept);
            }
            Self::Spdy => {
                headers.insert(UPGRADE, HeaderValue::from_static(SPDY_31));
            }
        }
        if let Some(protocol) = protocol {
            headers.insert(self.protocol_header(), HeaderValue::from_static(protocol));
        }
        response
    }
}

/// Whether the `Connection` header lists `upgrade`.
fn asks_upgrade(headers: &HeaderMap) -> bool {
    headers
        .get_all(CONNECTION)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|token| token.trim().eq_ignore_ascii_case("upgrade"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(entries: &[(&str, &str)]) -> HeaderMap {
        let entry = |(name, value): &(&str, &str)| {
            let name: HeaderName = name.parse().unwrap();
            (name, value.parse().unwrap())
        };
        entries.iter().map(entry).collect()
    }

    const KEY: (&str, &str) = ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==");

    #[test]
    fn requests_are_read() {
        let accept = || Wanted::WebSocket { accept: "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=".into() };
        let version = ("sec-websocket-version", "13");
        type Row<'a> = (&'a str, &'a [(&'a str, &'a str)], Option<Wanted>);
        let rows: &[Row<'_>] = &[
            (
                "RFC 6455's example",
                &[("connection", "keep-alive, Upgrade"), ("upgrade", "WebSocket"), version, KEY],
                Some(accept()),
            ),
            ("SPDY", &[("connection", "Upgrade"), ("upgrade", "SPDY/3.1")], Some(Wanted::Spdy)),
            ("nothing", &[], None),
            ("no connection header", &[("upgrade", "websocket"), version, KEY], None),
            ("h2c", &[("connection", "upgrade"), ("upgrade", "h2c")], None),
            ("no key", &[("connection", "upgrade"), ("upgrade", "websocket"), version], None),
            ("no version", &[("connection", "upgrade"), ("upgrade", "websocket"), KEY], None),
        ];
        for (name, entries, want) in rows {
            let got = Wanted::read(&headers(entries));
            assert_eq!(got.as_ref().ok(), want.as_ref(), "{name}");
            if let Err(response) = got {
                assert_eq!(response.0.status(), StatusCode::BAD_REQUEST, "{name}");
            }
        }
    }

    #[test]
    fn subprotocols_are_settled() {
        let known = [("v4.channel.k8s.io", 4), ("v3.channel.k8s.io", 3)];
        let websocket = Wanted::WebSocket { accept: String::new() };
        let offer = |name, value| headers(&[(name, value)]);
        let spdy = |value| Wanted::Spdy.negotiate(&offer(PROTOCOL_VERSION_HEADER, value), &known);
        assert_eq!(spdy("v3.channel.k8s.io, v4.channel.k8s.io").unwrap(), Some(3));
        let refused = spdy("v9").unwrap_err();
        assert_eq!(refused.0.status(), StatusCode::FORBIDDEN);
        let accepted = refused.0.headers().get_all(ACCEPTED_PROTOCOL_VERSIONS_HEADER);
        assert_eq!(accepted.iter().count(), 2);
        let unnamed = Wanted::Spdy.negotiate(&HeaderMap::new(), &known).unwrap_err();
        assert_eq!(unnamed.0.status(), StatusCode::BAD_REQUEST);
        assert_eq!(websocket.negotiate(&HeaderMap::new(), &known).unwrap(), None);
        let refused = websocket.negotiate(&offer("sec-websocket-protocol", "v9"), &known);
        assert_eq!(refused.unwrap_err().0.status(), StatusCode::FORBIDDEN);
    }
}
