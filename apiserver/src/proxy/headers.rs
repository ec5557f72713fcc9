//! Headers that are between two neighbours only, and those that a backend must not see.

use http::HeaderMap;
use http::header::{
    AUTHORIZATION, CONNECTION, HeaderName, HeaderValue, PROXY_AUTHENTICATE, PROXY_AUTHORIZATION,
    SEC_WEBSOCKET_PROTOCOL, TE, TRAILER, TRANSFER_ENCODING, UPGRADE,
};

/// What a request asks its connection to become, if anything: `Connection` lists `upgrade`.
pub(super) fn upgrade(headers: &HeaderMap) -> Option<HeaderValue> {
    let asked = headers
        .get_all(CONNECTION)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|token| token.trim().eq_ignore_ascii_case("upgrade"));
    headers.get(UPGRADE).filter(|_| asked).cloned()
}

/// Removes what concerns one connection only (RFC 9110, section 7.6.1).
pub(super) fn remove_hop_by_hop(headers: &mut HeaderMap) {
    let listed: Vec<HeaderName> = headers
        .get_all(CONNECTION)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(|token| token.trim().parse().ok())
        .collect();
    let known = [
        CONNECTION,
        HeaderName::from_static("proxy-connection"),
        HeaderName::from_static("keep-alive"),
        PROXY_AUTHENTICATE,
        PROXY_AUTHORIZATION,
        TE,
        TRAILER,
        TRANSFER_ENCODING,
        UPGRADE,
    ];
    for name in listed.into_iter().chain(known) {
        headers.remove(name);
    }
}

/// A bearer token may hide among the subprotocols of a WebSocket, for browsers can set no header.
const BEARER_SUBPROTOCOL: &str = "base64url.bearer.authorization.k8s.io.";

/// Removes what authenticates the caller to the API server: it is nobody else's.
pub(super) fn remove_credentials(headers: &mut HeaderMap) {
    headers.remove(AUTHORIZATION);
    let impersonation: Vec<HeaderName> =
        headers.keys().filter(|name| name.as_str().starts_with("impersonate-")).cloned().collect();
    for name in impersonation {
        headers.remove(name);
    }
    let protocols: Vec<String> = headers
        .get_all(SEC_WEBSOCKET_PROTOCOL)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(|protocol| protocol.trim().to_owned())
        .filter(|protocol| !protocol.is_empty() && !protocol.starts_with(BEARER_SUBPROTOCOL))
        .collect();
    headers.remove(SEC_WEBSOCKET_PROTOCOL);
    if let Ok(value) = HeaderValue::from_str(&protocols.join(", "))
        && !protocols.is_empty()
    {
        headers.insert(SEC_WEBSOCKET_PROTOCOL, value);
    }
}

/// Adds the caller to those the request came through.
pub(super) fn append_forwarded_for(headers: &mut HeaderMap, address: std::net::IpAddr) {
    let name = HeaderName::from_static("x-forwarded-for");
    let earlier = headers.get_all(&name).iter().filter_map(|value| value.to_str().ok());
    let mut hops: Vec<String> = earlier.map(str::to_owned).collect();
    hops.push(address.to_string());
    if let Ok(value) = HeaderValue::from_str(&hops.join(", ")) {
        headers.insert(name, value);
    }
}

/// Removes what a proxied page would say about who may use it: that is the API server's to say.
pub(super) fn remove_cors(headers: &mut HeaderMap) {
    for name in ["credentials", "headers", "methods", "origin"] {
        headers.remove(format!("access-control-allow-{name}"));
    }
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

    fn left(headers: &HeaderMap) -> Vec<String> {
        let mut left: Vec<_> = headers
            .iter()
            .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap()))
            .collect();
        left.sort();
        left
    }

    #[test]
    fn hop_by_hop_headers_go() {
        let mut headers = headers(&[
            ("connection", "close, X-Secret"),
            ("x-secret", "1"),
            ("te", "trailers"),
            ("accept", "*/*"),
        ]);
        assert_eq!(upgrade(&headers), None);
        remove_hop_by_hop(&mut headers);
        assert_eq!(left(&headers), ["accept: */*"]);
    }

    #[test]
    fn credentials_go_and_subprotocols_stay() {
        let bearer = format!("{BEARER_SUBPROTOCOL}dG9rZW4, v5.channel.k8s.io");
        let mut headers = headers(&[
            ("authorization", "Bearer secret"),
            ("impersonate-user", "root"),
            ("impersonate-extra-scopes", "all"),
            ("sec-websocket-protocol", &bearer),
            ("cookie", "a=b"),
        ]);
        remove_credentials(&mut headers);
        let want = ["cookie: a=b", "sec-websocket-protocol: v5.channel.k8s.io"];
        assert_eq!(left(&headers), want);
    }

    #[test]
    fn the_way_is_recorded() {
        let mut headers = headers(&[("x-forwarded-for", "1.2.3.4, 5.6.7.8")]);
        append_forwarded_for(&mut headers, [10, 0, 0, 1].into());
        assert_eq!(left(&headers), ["x-forwarded-for: 1.2.3.4, 5.6.7.8, 10.0.0.1"]);
    }

    #[test]
    fn upgrades_are_seen() {
        type Row<'a> = (&'a [(&'a str, &'a str)], Option<&'a str>);
        let rows: &[Row<'_>] = &[
            (&[("connection", "keep-alive, Upgrade"), ("upgrade", "websocket")], Some("websocket")),
            (&[("upgrade", "websocket")], None),
            (&[("connection", "upgrade")], None),
        ];
        for (entries, want) in rows {
            let got = upgrade(&headers(entries));
            assert_eq!(got.as_ref().map(|value| value.to_str().unwrap()), *want, "{entries:?}");
        }
    }
}
