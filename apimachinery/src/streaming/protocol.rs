//! The names of the streaming subprotocols, and how a server picks one of those offered.
//!
//! Upstream: `staging/src/k8s.io/apimachinery/pkg/util/{remotecommand,portforward}/constants.go`,
//! `.../util/httpstream/{httpstream.go,wsstream/conn.go}`.

use super::channel::Encoding;
use super::status::StatusFormat;

/// The value of `Upgrade` that asks for SPDY.
pub const SPDY_31: &str = "SPDY/3.1";

/// Request header in which a SPDY client lists the subprotocols it speaks, best first; the
/// response repeats the one that was chosen.
pub const PROTOCOL_VERSION_HEADER: &str = "x-stream-protocol-version";

/// Response header of a refusal (403) that lists what the server would have accepted.
pub const ACCEPTED_PROTOCOL_VERSIONS_HEADER: &str = "x-accepted-stream-protocol-versions";

/// The subprotocol of port-forward over SPDY.
pub const PORT_FORWARD_V1: &str = "portforward.k8s.io";

/// The WebSocket subprotocol whose binary messages, joined, are a SPDY connection that speaks
/// [`PORT_FORWARD_V1`].
pub const TUNNELED_PORT_FORWARD_V1: &str = "SPDY/3.1+portforward.k8s.io";

/// SPDY stream header that says what a stream is for.
pub const STREAM_TYPE_HEADER: &str = "streamtype";

/// A version of the exec and attach protocol over WebSocket, as negotiated in
/// `Sec-WebSocket-Protocol`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RemoteCommandProtocol {
    /// `v5.channel.k8s.io`: v4, and either side may half-close a channel.
    V5,
    /// `v4.channel.k8s.io`: the error channel carries a JSON status.
    V4,
    /// `v4.base64.channel.k8s.io`: v4 in text messages.
    V4Base64,
    /// `channel.k8s.io`: the error channel carries plain text. Also what a client means that
    /// names no subprotocol.
    V1,
    /// `base64.channel.k8s.io`: text messages for clients that cannot send binary ones.
    V1Base64,
}

impl RemoteCommandProtocol {
    /// All versions, best first.
    pub const ALL: [Self; 5] = [Self::V5, Self::V4, Self::V4Base64, Self::V1, Self::V1Base64];

    /// The name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::V5 => "v5.channel.k8s.io",
            Self::V4 => "v4.channel.k8s.io",
            Self::V4Base64 => "v4.base64.channel.k8s.io",
            Self::V1 => "channel.k8s.io",
            Self::V1Base64 => "base64.channel.k8s.io",
        }
    }

    /// The version of this exact name, if any.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|protocol| protocol.name() == name)
    }

    /// How messages of this version are encoded.
    pub fn encoding(self) -> Encoding {
        match self {
            Self::V5 | Self::V4 | Self::V1 => Encoding::Binary,
            Self::V4Base64 | Self::V1Base64 => Encoding::Base64,
        }
    }

    /// Whether a message on channel 255 half-closes another channel.
    pub fn half_closes(self) -> bool {
        self == Self::V5
    }

    /// How the outcome is written on the error channel.
    pub fn status_format(self) -> StatusFormat {
        match self {
            Self::V5 | Self::V4 | Self::V4Base64 => StatusFormat::Json,
            Self::V1 | Self::V1Base64 => StatusFormat::Text,
        }
    }
}

/// A version of the exec and attach protocol over SPDY streams.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SpdyRemoteCommandProtocol {
    /// `v4.channel.k8s.io`: the error stream carries a JSON status.
    V4,
    /// `v3.channel.k8s.io`: v2, and a resize stream.
    V3,
    /// `v2.channel.k8s.io`: v1 with the half-close mended.
    V2,
    /// `channel.k8s.io`: the first one.
    V1,
}

impl SpdyRemoteCommandProtocol {
    /// All versions, best first.
    pub const ALL: [Self; 4] = [Self::V4, Self::V3, Self::V2, Self::V1];

    /// The name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::V4 => "v4.channel.k8s.io",
            Self::V3 => "v3.channel.k8s.io",
            Self::V2 => "v2.channel.k8s.io",
            Self::V1 => "channel.k8s.io",
        }
    }

    /// The version of this exact name, if any.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|protocol| protocol.name() == name)
    }

    /// Whether a session with a terminal has a resize stream.
    pub fn resizes(self) -> bool {
        matches!(self, Self::V4 | Self::V3)
    }

    /// How the outcome is written on the error stream.
    pub fn status_format(self) -> StatusFormat {
        match self {
            Self::V4 => StatusFormat::Json,
            Self::V3 | Self::V2 | Self::V1 => StatusFormat::Text,
        }
    }
}

/// A way to forward ports over one upgraded connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PortForwardProtocol {
    /// SPDY inside WebSocket messages, [`TUNNELED_PORT_FORWARD_V1`]: what kubectl sends since 1.31.
    TunneledSpdy,
    /// `v4.channel.k8s.io`: a pair of channels for each port named in the query. Also what a
    /// client means that names no subprotocol.
    Channels,
    /// `v4.base64.channel.k8s.io`: the same with text messages.
    ChannelsBase64,
}

impl PortForwardProtocol {
    /// All of them, best first.
    pub const ALL: [Self; 3] = [Self::TunneledSpdy, Self::Channels, Self::ChannelsBase64];

    /// The name on the wire, of a WebSocket subprotocol.
    pub fn name(self) -> &'static str {
        match self {
            Self::TunneledSpdy => TUNNELED_PORT_FORWARD_V1,
            Self::Channels => RemoteCommandProtocol::V4.name(),
            Self::ChannelsBase64 => RemoteCommandProtocol::V4Base64.name(),
        }
    }

    /// The protocol of this exact name, if any.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|protocol| protocol.name() == name)
    }
}

/// What came of a negotiation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Negotiated<P> {
    /// The client's first offer that the server knows; the answer must name it.
    Chosen(P),
    /// The client named nothing: the server falls back on its oldest and answers without a name.
    Unnamed,
    /// The client named something, and nothing of it is known.
    Unsupported,
}

/// Picks the client's first offer that `known` recognises.
///
/// `headers` are the values of every header of the name (`Sec-WebSocket-Protocol` or
/// [`PROTOCOL_VERSION_HEADER`]), each a comma-separated list, the client's favourite first. The
/// client's order decides, as upstream.
pub fn negotiate<'a, P>(
    headers: impl IntoIterator<Item = &'a str>,
    known: impl Fn(&str) -> Option<P>,
) -> Negotiated<P> {
    let mut named = false;
    for name in headers.into_iter().flat_map(offers) {
        named = true;
        if let Some(protocol) = known(name) {
            return Negotiated::Chosen(protocol);
        }
    }
    if named { Negotiated::Unsupported } else { Negotiated::Unnamed }
}

/// The names in one comma-separated header value.
pub fn offers(value: &str) -> impl Iterator<Item = &str> {
    value.split(',').map(str::trim).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clients_first_known_offer_wins() {
        use RemoteCommandProtocol::*;
        let rows: &[(&str, &[&str], Negotiated<RemoteCommandProtocol>)] = &[
            ("nothing offered", &[], Negotiated::Unnamed),
            ("an empty header", &[" , "], Negotiated::Unnamed),
            ("kubectl", &["v5.channel.k8s.io"], Negotiated::Chosen(V5)),
            (
                "the client's order decides",
                &["v4.channel.k8s.io, v5.channel.k8s.io"],
                Negotiated::Chosen(V4),
            ),
            (
                "a bearer token is no protocol",
                &["base64url.bearer.authorization.k8s.io.dG9rZW4", "base64.channel.k8s.io"],
                Negotiated::Chosen(V1Base64),
            ),
            ("unknown", &["v9.channel.k8s.io"], Negotiated::Unsupported),
        ];
        for (name, offered, want) in rows {
            let got = negotiate(offered.iter().copied(), RemoteCommandProtocol::from_name);
            assert_eq!(got, *want, "{name}");
        }
    }

    #[test]
    fn names_are_read_back() {
        for protocol in RemoteCommandProtocol::ALL {
            assert_eq!(RemoteCommandProtocol::from_name(protocol.name()), Some(protocol));
        }
        for protocol in SpdyRemoteCommandProtocol::ALL {
            assert_eq!(SpdyRemoteCommandProtocol::from_name(protocol.name()), Some(protocol));
        }
        for protocol in PortForwardProtocol::ALL {
            assert_eq!(PortForwardProtocol::from_name(protocol.name()), Some(protocol));
        }
    }
}
